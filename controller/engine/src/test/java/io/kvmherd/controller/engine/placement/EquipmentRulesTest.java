package io.kvmherd.controller.engine.placement;

import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.testing.GuestMaker;
import io.kvmherd.controller.engine.testing.HostMaker;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EquipmentRulesTest {
    private static Answer judge(EquipmentRule rule, UnaryOperator<GuestMaker> guest, UnaryOperator<HostMaker> host) {
        return rule.judge(
                guest.apply(new GuestMaker("web")).spec(),
                Clusters.of(0)
                        .host("h1", host)
                        .view()
                        .host(hostId("h1"))
                        .orElseThrow()
                        .facts()
                        .orElseThrow());
    }

    @Nested
    class CanVirtualiseRule {
        @Test
        void takesAKvmGuestOnAHostThatVirtualises() {
            Answer answer = judge(new CanVirtualise(), guest -> guest, host -> host);

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void takesAnEmulatedGuestAnywhere() {
            Answer answer = judge(new CanVirtualise(), guest -> guest.emulated(), host -> host.withoutVirtualisation());

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void refusesAKvmGuestOnAHostThatCannotVirtualise() {
            Answer answer = judge(
                    new CanVirtualise(),
                    guest -> guest,
                    host -> host.vendor(CpuVendor.AMD).withoutVirtualisation());

            assertThat(answer)
                    .isEqualTo(Answer.no(
                            Reason.of(ReasonCode.HOST_CANNOT_VIRTUALISE).with("vendor", "AuthenticAMD")));
        }
    }

    @Nested
    class EnoughThreadsRule {
        @Test
        void takesAGuestWithAsManyVirtualCpusAsTheHostHasThreads() {
            Answer answer = judge(new EnoughThreads(), guest -> guest.vcpus(8), host -> host.cpus(4, 8));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void refusesAGuestWithOneMore() {
            Answer answer = judge(new EnoughThreads(), guest -> guest.vcpus(9), host -> host.cpus(4, 8));

            assertThat(answer)
                    .isEqualTo(Answer.no(Reason.of(ReasonCode.MORE_VCPUS_THAN_THREADS)
                            .with("vcpus", 9)
                            .with("threads", 8)));
        }
    }

    @Nested
    class LabelsPresentRule {
        @Test
        void takesAHostWithAllLabels() {
            Answer answer = judge(new LabelsPresent(), guest -> guest.labels("ssd"), host -> host.labels("gpu", "ssd"));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void namesEveryLabelThatIsMissing() {
            Answer answer = judge(new LabelsPresent(), guest -> guest.labels("gpu", "ssd"), host -> host);

            assertThat(answer.verdict()).isEqualTo(Verdict.NO);
            assertThat(answer.reasons())
                    .containsExactly(
                            Reason.of(ReasonCode.LABEL_MISSING).with("label", "gpu"),
                            Reason.of(ReasonCode.LABEL_MISSING).with("label", "ssd"));
        }
    }

    @Nested
    class MachineTypeOfferedRule {
        @Test
        void takesAHostThatOffersTheMachineType() {
            Answer answer = judge(new MachineTypeOffered(), guest -> guest.machineType("pc-q35-7.2"), host -> host);

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void takesAnyHostForAGuestThatHasNoMachineTypeYet() {
            Answer answer =
                    judge(new MachineTypeOffered(), guest -> guest.machineType(""), host -> host.machineTypes());

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void refusesAHostWithoutTheMachineType() {
            Answer answer = judge(new MachineTypeOffered(), guest -> guest.machineType("pc-q35-9.1"), host -> host);

            assertThat(answer)
                    .isEqualTo(
                            Answer.no(Reason.of(ReasonCode.MACHINE_TYPE_MISSING).with("machineType", "pc-q35-9.1")));
        }
    }

    @Nested
    class PoolsPresentRule {
        @Test
        void takesAHostWithAllPools() {
            Answer answer =
                    judge(new PoolsPresent(), guest -> guest.disk("shared").disk("local"), host -> host);

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void namesAMissingPoolOnce() {
            Answer answer = judge(new PoolsPresent(), guest -> guest.disk("san").disk("san"), host -> host);

            assertThat(answer)
                    .isEqualTo(Answer.no(Reason.of(ReasonCode.POOL_MISSING).with("pool", "san")));
        }
    }

    @Nested
    class NetworksPresentRule {
        @Test
        void takesAHostWithAllNetworks() {
            Answer answer = judge(
                    new NetworksPresent(), guest -> guest.networks("dmz"), host -> host.networks("default", "dmz"));

            assertThat(answer).isEqualTo(Answer.YES);
        }

        @Test
        void refusesAHostWithoutTheNetwork() {
            Answer answer = judge(new NetworksPresent(), guest -> guest.networks("dmz"), host -> host);

            assertThat(answer)
                    .isEqualTo(Answer.no(Reason.of(ReasonCode.NETWORK_MISSING).with("network", "dmz")));
        }
    }
}
