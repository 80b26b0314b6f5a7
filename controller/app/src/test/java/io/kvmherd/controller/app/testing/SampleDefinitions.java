package io.kvmherd.controller.app.testing;

import io.kvmherd.common.model.DomainDefinition;
import io.kvmherd.common.model.GuestShape;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.controller.engine.outside.KnownDefinition;
import io.kvmherd.controller.engine.testing.GuestMaker;
import java.util.List;
import java.util.Optional;

/** Definitions as agents tell them. The fingerprint is the text's own words, so that equal texts have equal ones. */
public final class SampleDefinitions {
    private static final long LIBVIRT = 9_000_000;

    private SampleDefinitions() {}

    /** A guest of this size as its owner would tell it, off. */
    public static DomainDefinition of(GuestSpec spec) {
        String text = "<domain>\n  <memory>" + spec.memoryMib() + "</memory>\n  <vcpu>" + spec.vcpus()
                + "</vcpu>\n</domain>\n";
        return new DomainDefinition(
                text,
                text,
                new GuestShape(
                        spec.vcpus(),
                        spec.vcpus(),
                        spec.memoryMib(),
                        spec.memoryMib(),
                        spec.volumes().stream()
                                .map(volume -> "disk " + volume.volume())
                                .toList()),
                Optional.empty(),
                Optional.of(spec),
                List.of(),
                false,
                List.of(),
                "",
                LIBVIRT,
                0);
    }

    /** The same while it runs. */
    public static DomainDefinition running(DomainDefinition definition, GuestShape shape) {
        return new DomainDefinition(
                definition.fingerprint(),
                definition.text(),
                definition.shape(),
                Optional.of(shape.running()),
                definition.summary(),
                definition.hindrances(),
                definition.autostart(),
                definition.snapshots(),
                definition.currentSnapshot(),
                definition.libvirtVersion(),
                definition.revertedAtMs());
    }

    public static DomainDefinition with(DomainDefinition definition, boolean autostart, List<String> snapshots) {
        return new DomainDefinition(
                definition.fingerprint(),
                definition.text(),
                definition.shape(),
                definition.running(),
                definition.summary(),
                definition.hindrances(),
                autostart,
                snapshots,
                snapshots.isEmpty() ? "" : snapshots.getLast(),
                definition.libvirtVersion(),
                definition.revertedAtMs());
    }

    /** One that somebody gave more memory. */
    public static KnownDefinition edited() {
        GuestMaker guest = new GuestMaker("web").disk("shared");
        return KnownDefinition.first(of(guest.spec())).seenAs(of(guest.spec().atLeast(4, 4_096, 0)));
    }
}
