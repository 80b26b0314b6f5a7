package io.kvmherd.agent.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.domain.DomainCpu;
import io.kvmherd.agent.core.domain.DomainDescription;
import io.kvmherd.agent.core.domain.DomainDisk;
import io.kvmherd.agent.core.port.DiskChain;
import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.protocol.AgentCommand.CheckArrival;
import io.kvmherd.common.protocol.AgentCommand.MigrateGuest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MovingRulesTest {

    private static final GuestId GUEST = new GuestId(new UUID(1, 1));
    private static final HostId PEER = new HostId("h2");
    private static final List<StoragePool> POOLS = List.of(
            new StoragePool("shared", "dir", "/srv/shared", 1, 1),
            new StoragePool("local", "dir", "/srv/local/", 1, 1),
            new StoragePool("iscsi", "iscsi", "", 1, 1));

    @ParameterizedTest
    @CsvSource({
        "AuthenticAMD, AuthenticAMD, ",
        "GenuineIntel, GenuineIntel, ",
        "HygonGenuine, HygonGenuine, ",
        "AuthenticAMD, GenuineIntel, CPU_VENDOR_DIFFERS",
        "GenuineIntel, AuthenticAMD, CPU_VENDOR_DIFFERS",
        "AuthenticAMD, HygonGenuine, CPU_VENDOR_DIFFERS",
        "AuthenticAMD, authenticamd, CPU_VENDOR_DIFFERS",
        "AuthenticAMD, '', CPU_VENDOR_UNKNOWN",
        "'', AuthenticAMD, CPU_VENDOR_UNKNOWN",
        "'', '', CPU_VENDOR_UNKNOWN"
    })
    void bothEndsInsistOnOneKnownVendor(String from, String to, ReasonCode expected) {
        List<Reason> leaving =
                DepartureRules.check(migrate(to), guestWith(List.of()), List.of(), new CpuVendor(from), POOLS);
        List<Reason> arriving = ArrivalRules.check(arrival(from, "<domain/>"), new CpuVendor(to));

        assertThat(leaving).extracting(Reason::code).isEqualTo(expected == null ? List.of() : List.of(expected));
        assertThat(arriving).extracting(Reason::code).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void theDestinationNamesWhatAGuestHangsOnAndIsNotThere() {
        CheckArrival arrival = arrival("AuthenticAMD", """
                <domain><devices>
                  <interface type='bridge'><source bridge='br0'/></interface>
                  <interface type='bridge'><source network='lan' bridge='br9'/></interface>
                  <interface type='direct'><source dev='eno1' mode='bridge'/></interface>
                  <interface type='network'><source network='default'/></interface>
                </devices></domain>
                """);

        assertThat(ArrivalRules.links(arrival, List.of("br0", "eth0")))
                .containsExactly(
                        Reason.of(ReasonCode.LINK_MISSING).with("link", "eno1").with("kind", "direct"));
        assertThat(ArrivalRules.links(arrival, List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/shared/a.qcow2, '', ",
        "'', shared, ",
        "/srv/local/a.qcow2, '', local",
        "'', local, local",
        "/srv/shared/../local/a.qcow2, '', /srv/shared/../local/a.qcow2",
        "/srv/shared/.., '', /srv/shared/..",
        "/srv/shared/, '', /srv/shared/",
        "/srv/sharedother/a.qcow2, '', /srv/sharedother/a.qcow2",
        "/srv/shared/deep/a.qcow2, '', /srv/shared/deep/a.qcow2",
        "/home/a.qcow2, '', /home/a.qcow2"
    })
    void aDiskLeavesOnlyFromASharedPool(String source, String pool, String refusedPool) {
        DomainDisk disk = new DomainDisk("vda", "disk", source, pool, "a.qcow2", "qcow2", "none", false, false);

        List<Reason> reasons = DepartureRules.check(
                migrate("AuthenticAMD"), guestWith(List.of(disk)), List.of(), CpuVendor.AMD, POOLS);

        assertThat(reasons)
                .isEqualTo(
                        refusedPool == null
                                ? List.of()
                                : List.of(Reason.of(ReasonCode.POOL_NOT_SHARED)
                                        .with("pool", refusedPool)
                                        .with("host", "h2")
                                        .with("step", "proved")));
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/shared/base.qcow2, BOTTOM, ",
        "/srv/local/base.qcow2, BOTTOM, POOL_NOT_SHARED",
        "/home/base.qcow2, BOTTOM, POOL_NOT_SHARED",
        "/srv/shared/base.qcow2, UNTOLD, DISK_CHAIN_UNKNOWN",
        "/srv/shared/base.qcow2, ELSEWHERE, DISK_CHAIN_UNKNOWN",
    })
    void anOverlayLeavesOnlyWithAllThatItRestsOn(String below, DiskChain.End end, ReasonCode expected) {
        DomainDisk disk = new DomainDisk("vda", "disk", "/srv/shared/a.qcow2", "", "", "qcow2", "none", false, false);
        DiskChain chain = new DiskChain("vda", "/srv/shared/a.qcow2", List.of(below), end);

        List<Reason> reasons = DepartureRules.check(
                migrate("AuthenticAMD"), guestWith(List.of(disk)), List.of(chain), CpuVendor.AMD, POOLS);

        assertThat(reasons).extracting(Reason::code).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void anEmptyDriveDoesNotHoldAGuestBack() {
        DomainDisk drive = new DomainDisk("sda", "cdrom", "", "", "", "", "", false, true);

        assertThat(DepartureRules.check(
                        migrate("AuthenticAMD"), guestWith(List.of(drive)), List.of(), CpuVendor.AMD, POOLS))
                .isEmpty();
    }

    @Test
    void aDeviceOfTheHostHoldsAGuestBack() {
        DomainDescription guest = new DomainDescription(
                GUEST,
                "web",
                Optional.empty(),
                "kvm",
                "pc-q35-7.2",
                1,
                128,
                new DomainCpu("custom", "EPYC"),
                List.of(),
                List.of(),
                List.of(),
                List.of("hostdev pci"));

        assertThat(DepartureRules.check(migrate("AuthenticAMD"), guest, List.of(), CpuVendor.AMD, POOLS))
                .containsExactly(Reason.of(ReasonCode.HOST_DEVICE_ATTACHED).with("device", "hostdev pci"));
    }

    private static DomainDescription guestWith(List<DomainDisk> disks) {
        return new DomainDescription(
                GUEST,
                "web",
                Optional.empty(),
                "kvm",
                "pc-q35-7.2",
                1,
                128,
                new DomainCpu("custom", "EPYC"),
                disks,
                List.of(),
                List.of(),
                List.of());
    }

    private static MigrateGuest migrate(String toVendor) {
        return new MigrateGuest(
                GUEST, PEER, "uri", "tcp://h2", toVendor, List.of("shared"), 0, 1_000, 1_000, Optional.empty());
    }

    private static CheckArrival arrival(String fromVendor, String domainXml) {
        GuestSpec spec = new GuestSpec(
                "web",
                1,
                128,
                0,
                Virtualisation.KVM,
                "EPYC",
                "",
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                "",
                CannotMove.BLOCK);
        return new CheckArrival(GUEST, spec, PEER, fromVendor, domainXml, 7_002_000);
    }
}
