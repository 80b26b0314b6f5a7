package io.kvmherd.agent.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.port.GuardLog;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every guard log does. An adapter runs it by extending it. */
public abstract class GuardLogContract {

    /** A log without records. */
    protected abstract GuardLog fresh();

    /** The same log as another process finds it, after this one died without closing it. */
    protected abstract GuardLog reopened(GuardLog log);

    @Test
    final void isEmptyAtFirst() {
        assertThat(fresh().read()).isEmpty();
    }

    @Test
    final void givesBackWhatWasAppendedInItsOrder() {
        GuardLog log = fresh();
        log.read();

        log.append(bytes(1));
        log.append(bytes(2, 3));
        log.append(new byte[16_384]);

        assertThat(reopened(log).read()).containsExactly(bytes(1), bytes(2, 3), new byte[16_384]);
    }

    @Test
    final void givesBackARewriteAndWhatFollowedIt() {
        GuardLog log = fresh();
        log.read();
        log.append(bytes(1));
        log.append(bytes(2));

        log.rewrite(List.of(bytes(7), bytes(8)));
        log.append(bytes(9));

        assertThat(reopened(log).read()).containsExactly(bytes(7), bytes(8), bytes(9));
    }

    @Test
    final void canBeRewrittenToNothing() {
        GuardLog log = fresh();
        log.read();
        log.append(bytes(1));

        log.rewrite(List.of());

        assertThat(reopened(log).read()).isEmpty();
    }

    @Test
    final void carriesAGuardThroughTwoLives() {
        GuardLog log = fresh();
        CommandGuard.open(log, "boot-1");

        CommandGuard second = CommandGuard.open(reopened(log), "boot-1");

        assertThat(second.generation().agentIncarnation()).isEqualTo(2);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
