package io.kvmherd.agent.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.libvirt.Error.ErrorDomain;
import org.libvirt.Error.ErrorNumber;

/** libvirt's numbers and names in our words. */
class LibvirtTranslationTest {
    @Nested
    class OfStates {
        @ParameterizedTest
        @CsvSource({
            "1, 0, NONE, RUNNING",
            "2, 0, NONE, RUNNING",
            "3, 1, NONE, PAUSED",
            "3, 2, NONE, PAUSED_FOR_MIGRATION",
            "3, 2, MIGRATION_OUT, PAUSED_FOR_MIGRATION",
            "3, 5, NONE, PAUSED",
            "3, 11, NONE, PAUSED",
            "3, 11, MIGRATION_IN, PAUSED_FOR_MIGRATION",
            "3, 12, NONE, PAUSED_IN_POST_COPY",
            "3, 13, NONE, PAUSED_IN_POST_COPY",
            "4, 0, NONE, SHUTTING_DOWN",
            "5, 0, NONE, SHUT_OFF",
            "5, 1, NONE, SHUT_OFF",
            "5, 2, NONE, SHUT_OFF",
            "5, 3, NONE, CRASHED",
            "5, 4, NONE, SHUT_OFF_MIGRATED",
            "5, 5, NONE, SHUT_OFF_SAVED",
            "5, 6, NONE, CRASHED",
            "6, 1, NONE, CRASHED",
            "7, 0, NONE, SUSPENDED",
            "0, 0, NONE, UNKNOWN",
            "99, 0, NONE, UNKNOWN"
        })
        void everyStateAndReasonHasItsWord(int state, int reason, GuestJob job, GuestState expected) {
            assertThat(GuestStates.state(state, reason, job)).isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource({
            "0, 5, NONE",
            "1, 4, MIGRATION_IN",
            "1, 5, MIGRATION_OUT",
            "2, 5, MIGRATION_OUT",
            "2, 2, OTHER",
            "1, 0, OTHER",
            "3, 5, NONE",
            "4, 5, NONE",
            "5, 5, NONE"
        })
        void aJobThatHasEndedIsNone(int type, long operation, GuestJob expected) {
            assertThat(GuestStates.job(type, operation)).isEqualTo(expected);
        }
    }

    @Nested
    class OfFailures {
        @ParameterizedTest
        @CsvSource({
            "VIR_ERR_NO_DOMAIN, VIR_FROM_QEMU, NOT_FOUND",
            "VIR_ERR_OPERATION_INVALID, VIR_FROM_QEMU, CONFLICT",
            "VIR_ERR_MIGRATE_UNSAFE, VIR_FROM_QEMU, CONFLICT",
            "VIR_ERR_OPERATION_TIMEOUT, VIR_FROM_QEMU, BUSY",
            "VIR_ERR_OPERATION_ABORTED, VIR_FROM_QEMU, CANCELLED",
            "VIR_ERR_NO_SUPPORT, VIR_FROM_NONE, UNSUPPORTED",
            "VIR_ERR_INTERNAL_ERROR, VIR_FROM_RPC, UNREACHABLE",
            "VIR_ERR_INTERNAL_ERROR, VIR_FROM_QEMU, HYPERVISOR_FAILED",
            "VIR_ERR_SYSTEM_ERROR, VIR_FROM_RPC, UNREACHABLE",
            "VIR_ERR_SYSTEM_ERROR, VIR_FROM_QEMU, HYPERVISOR_FAILED",
            "VIR_ERR_NO_CONNECT, VIR_FROM_NONE, UNREACHABLE",
            "VIR_ERR_OPERATION_FAILED, VIR_FROM_QEMU, HYPERVISOR_FAILED",
            "VIR_ERR_UNKNOWN, VIR_FROM_NONE, HYPERVISOR_FAILED"
        })
        void eachHasItsCode(ErrorNumber number, ErrorDomain domain, ErrorCode expected) {
            assertThat(LibvirtFailures.code(number, domain)).isEqualTo(expected);
        }

        @Test
        void theBindingsOrderOfErrorsIsLibvirtsOwnNumbering() {
            assertThat(ErrorNumber.VIR_ERR_NO_SUPPORT.ordinal()).isEqualTo(3);
            assertThat(ErrorNumber.VIR_ERR_NO_DOMAIN.ordinal()).isEqualTo(42);
            assertThat(ErrorNumber.VIR_ERR_OPERATION_INVALID.ordinal()).isEqualTo(55);
            assertThat(ErrorNumber.VIR_ERR_CPU_INCOMPATIBLE.ordinal()).isEqualTo(91);
            assertThat(ErrorDomain.VIR_FROM_RPC.ordinal()).isEqualTo(7);
            assertThat(ErrorDomain.VIR_FROM_QEMU.ordinal()).isEqualTo(10);
        }
    }

    @Nested
    class OfVersions {
        @Test
        void refusesALibvirtThatIsTooOldAndNamesBothVersions() {
            assertThatThrownBy(() -> LibvirtVersions.require("daemon", 7_000_000))
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                    .hasMessageContaining("daemon is version 7.0.0; this agent needs 8.0.0");
        }

        @Test
        void takesTheOldestThatIsSupported() {
            LibvirtVersions.require("daemon", LibvirtVersions.MINIMUM);
        }
    }

    @Nested
    class OfCpus {
        @Test
        void takesTheCpuOutOfADomain() {
            String domain = "<domain type='qemu'><name>a</name><cpu mode='custom' match='exact'>"
                    + "<model fallback='forbid'>qemu64</model></cpu></domain>";

            assertThat(CpuXml.of(domain))
                    .contains("<cpu match=\"exact\" mode=\"custom\"><model fallback=\"forbid\">qemu64</model></cpu>");
        }

        @Test
        void findsNoneWhereTheDomainNamesNone() {
            assertThat(CpuXml.of("<domain type='qemu'><name>a</name></domain>")).isEmpty();
        }
    }
}
