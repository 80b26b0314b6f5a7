package io.kvmherd.common.runtime.strand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PieceOfWorkTest {
    private final List<String> heard = new ArrayList<>();

    @Test
    void runsUpToEachPauseAndNoFurther() {
        PieceOfWork work = new PieceOfWork(() -> {
            heard.add("one");
            PieceOfWork.pause();
            heard.add("two");
        });

        boolean paused = work.goOn();
        heard.add("between");
        boolean pausedAgain = work.goOn();

        assertThat(heard).containsExactly("one", "between", "two");
        assertThat(paused).isTrue();
        assertThat(pausedAgain).isFalse();
    }

    @Test
    void runsNothingBeforeItIsTold() {
        new PieceOfWork(() -> heard.add("never"));

        assertThat(heard).isEmpty();
    }

    @Test
    void twoTakeTurnsAsTheyAreTold() {
        PieceOfWork left = new PieceOfWork(() -> say("left"));
        PieceOfWork right = new PieceOfWork(() -> say("right"));

        left.goOn();
        right.goOn();
        right.goOn();
        left.goOn();

        assertThat(heard).containsExactly("left 1", "right 1", "right 2", "left 2");
    }

    @Test
    void throwsWhatTheWorkThrew() {
        PieceOfWork work = new PieceOfWork(() -> {
            PieceOfWork.pause();
            throw new IllegalArgumentException("broken");
        });
        work.goOn();

        assertThatThrownBy(work::goOn)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broken");
        assertThatThrownBy(work::goOn).isInstanceOf(IllegalStateException.class).hasMessageContaining("ended");
    }

    @Test
    void nobodyElseCanPause() {
        assertThatThrownBy(PieceOfWork::pause).isInstanceOf(IllegalStateException.class);
    }

    private void say(String who) {
        heard.add(who + " 1");
        PieceOfWork.pause();
        heard.add(who + " 2");
    }
}
