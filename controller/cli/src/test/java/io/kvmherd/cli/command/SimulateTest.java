package io.kvmherd.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SimulateTest {
    private final Shell shell = Shell.to(Path.of("/nonexistent"));

    @Test
    void saysThatEverythingHeld() {
        Shell.Ran ran = shell.run("simulate", "--hosts", "2", "--guests", "3", "--faults", "link-cut", "--seed", "1");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .startsWith("Everything held")
                .contains("Simulations: 1, from seed 1")
                .contains("F1 LINK_CUT");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void tellsTheSameStoryTwice() {
        String[] words = {"simulate", "--hosts", "2", "--guests", "3", "--seed", "9", "-o", "json"};

        assertThat(shell.run(words).out()).isEqualTo(shell.run(words).out()).contains("\"hash\":");
    }

    @Test
    void namesTheFaultsThatThereAre() {
        Shell.Ran ran = shell.run("simulate", "--faults", "meteorite");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("there is no kind of fault meteorite").contains("agent-killed");
    }

    @Test
    void refusesMoreThanItCanDo() {
        assertThat(shell.run("simulate", "--hosts", "101").err()).contains("hosts is 101 and must be from 2 to 100");
        assertThat(shell.run("simulate", "--days", "31").exit()).isEqualTo(2);
        assertThat(shell.run("simulate", "--runs", "0").err()).contains("--runs is 0 and must be from 1 to 100000");
    }
}
