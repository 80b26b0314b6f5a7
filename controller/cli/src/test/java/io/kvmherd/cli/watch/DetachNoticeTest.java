package io.kvmherd.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.cli.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DetachNoticeTest {

    @Test
    void saysThatTheOperationGoesOnAndHowToWatchIt() {
        assertThat(DetachNotice.text(Samples.MOVE))
                .isEqualTo(
                        "Detached. Operation " + Samples.MOVE + " goes on; it was not cancelled. Watch it with: kvmherd"
                                + " operation watch " + Samples.MOVE);
    }

    @Test
    void saysNothingWhenTheWaitingEndsByItself() {
        List<String> said = new ArrayList<>();

        int result = DetachNotice.during(() -> 7, Samples.MOVE, said::add);

        assertThat(result).isEqualTo(7);
        assertThat(said).isEmpty();
    }
}
