package io.kvmherd.common.runtime.codec;

import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.CpuIdentity;
import io.kvmherd.common.model.CpuInUse;
import io.kvmherd.common.model.CpuOffer;
import io.kvmherd.common.model.CpuProfile;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.DirectBoot;
import io.kvmherd.common.model.DomainDefinition;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestShape;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Pressure;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.ResourceScope;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.model.TlsReadiness;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.model.VolumeReference;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.ProtocolVersion;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The values that the sample messages are made of. */
final class SampleValues {
    static final HostId H1 = new HostId("h1");
    static final HostId H2 = new HostId("h2");
    static final GuestId GUEST = GuestId.of("01939d3c-0000-7000-8000-00000000000a");
    static final OperationId OPERATION = OperationId.of("01939d3c-0000-7000-8000-0000000000f1");
    static final HostGeneration GENERATION = new HostGeneration("5b0bd7b0-8d6c-4a3d-9d0b-0c6a3c8f7a11", 3);
    static final Epoch EPOCH = new Epoch(7, UUID.fromString("01939d3c-0000-7000-8000-0000000000e7"));
    static final UUID DATABASE = UUID.fromString("01939d3c-0000-7000-8000-0000000000db");

    private SampleValues() {}

    static ObservedGuest managedGuest() {
        return new ObservedGuest(
                GUEST,
                "web-1",
                Optional.of(new PlacementGeneration(4)),
                GuestState.RUNNING,
                GuestJob.NONE,
                2,
                2048,
                1411,
                86_400_000);
    }

    static ObservedGuest foreignGuest() {
        return new ObservedGuest(
                GuestId.of("01939d3c-0000-7000-8000-00000000000b"),
                "Windows \"old\"",
                Optional.empty(),
                GuestState.SHUT_OFF,
                GuestJob.NONE,
                1,
                512,
                0,
                0);
    }

    static GuestSpec spec() {
        return new GuestSpec(
                "web-1",
                2,
                2048,
                1024,
                Virtualisation.EMULATED,
                "qemu64",
                "pc-q35-7.2",
                Optional.of(new DirectBoot("/srv/boot/vmlinuz", "/srv/boot/initrd", "console=ttyS0 quiet")),
                List.of(new VolumeReference("shared", "web-1.qcow2", VolumeReference.Format.QCOW2)),
                List.of("default"),
                List.of("rack-3", "ssd"),
                "web",
                CannotMove.BLOCK,
                Optional.of(MigrationPolicy.GENTLE));
    }

    static DomainDefinition definition() {
        return new DomainDefinition(
                "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                "<domain type='kvm'/>\n",
                new GuestShape(2, 4, 2_048, 1_024, List.of("disk vda shared/web-1.qcow2")),
                Optional.of(new GuestShape(2, 4, 2_048, 0, List.of("disk vda shared/web-1.qcow2"))),
                Optional.of(spec()),
                List.of(),
                true,
                List.of("before-upgrade"),
                "before-upgrade",
                9_000_000,
                1_772_352_930_000L);
    }

    static HostFacts facts() {
        return new HostFacts(
                new CpuProfile(
                        CpuVendor.INTEL,
                        "Skylake-Server-IBRS",
                        List.of("hypervisor", "ss"),
                        false,
                        List.of(new CpuOffer(Virtualisation.EMULATED, "AMD", List.of("aes", "hypervisor", "svm"))),
                        Optional.of(new CpuIdentity("6.85", "4", "33581318", "6.1.0-18", 2_600_000, true))),
                new ResourceScope(ResourceScope.Kind.CONTROL_GROUP, "/lab/h1"),
                2,
                1,
                2048,
                0,
                7_002_000,
                9_000_000,
                List.of("pc-i440fx-7.2", "pc-q35-7.2"),
                List.of(new StoragePool("shared", "dir", "/srv/shared", 20_480, 10_240)),
                List.of("default"),
                List.of("rack-3", "ssd"),
                "198.18.77.11",
                Optional.of(TlsReadiness.READY),
                List.of("br0", "eth0"));
    }

    static HostReport report() {
        return new HostReport(
                ProtocolVersion.CURRENT,
                H1,
                GENERATION,
                42,
                "",
                facts(),
                new HostLoad(250, 1_024, new Pressure(true, 1.5, 0, 0.25)),
                List.of(managedGuest(), foreignGuest()),
                List.of(new CpuInUse(new GuestCpu("", "qemu64", List.of("hypervisor", "lm"), false), List.of(GUEST))),
                List.of(disks()));
    }

    static GuestDisk disk() {
        return new GuestDisk("vda", "local", "/srv/local/web.raw", VolumeReference.Format.RAW, 67_108_864, 4_194_304);
    }

    static GuestDisks disks() {
        return new GuestDisks(
                GUEST,
                List.of(disk()),
                List.of(Reason.of(ReasonCode.DISK_NOT_COPIED)
                        .with("disk", "vdb")
                        .with("pool", "local")
                        .with("path", "/srv/local/top.qcow2")
                        .with("why", "backing")));
    }
}
