package io.kvmherd.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.linux.FileGuardLog;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.protocol.CommandResult.Refusal;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.LinkMessage.ControllerHello;
import io.kvmherd.common.protocol.LinkMessage.HelloRefused;
import io.kvmherd.common.protocol.ProtocolVersion;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgottenDatabaseTest {
    private static final UUID OLD = UUID.fromString("01939d3c-0000-7000-8000-0000000000d1");
    private static final UUID NEW = UUID.fromString("01939d3c-0000-7000-8000-0000000000d2");
    private static final UUID CONTROLLER = UUID.fromString("01939d3c-0000-7000-8000-0000000000e7");

    @TempDir
    Path folder;

    @Test
    void letsTheNextHelloComeFromAnotherDatabase() {
        hello(7, OLD);
        Optional<HelloRefused> before = hello(8, NEW);

        ForgottenDatabase.in(folder);

        assertThat(before).hasValueSatisfying(refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.DATABASE_REGRESSED);
            assertThat(refused.detail()).contains("kvmherd-agent --forget-database");
        });
        assertThat(hello(8, NEW)).isEmpty();
    }

    @Test
    void keepsTheEpoch() {
        hello(7, OLD);

        ForgottenDatabase.in(folder);

        assertThat(hello(6, NEW)).map(HelloRefused::refusal).contains(Refusal.STALE_EPOCH);
    }

    @Test
    void isRefusedWhileTheAgentRuns() {
        try (FileGuardLog running = FileGuardLog.open(folder)) {
            CommandGuard.open(running, "boot-1");

            assertThatThrownBy(() -> ForgottenDatabase.in(folder))
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        }
    }

    private Optional<HelloRefused> hello(long epoch, UUID database) {
        try (FileGuardLog log = FileGuardLog.open(folder)) {
            return CommandGuard.open(log, "boot-1")
                    .hello(new ControllerHello(
                            ProtocolVersion.CURRENT,
                            new Epoch(epoch, CONTROLLER),
                            database,
                            1,
                            Optional.empty(),
                            true));
        }
    }
}
