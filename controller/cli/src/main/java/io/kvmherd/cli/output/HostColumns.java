package io.kvmherd.cli.output;

import io.kvmherd.cli.listing.Cell;
import io.kvmherd.cli.listing.Column;
import io.kvmherd.cli.listing.Listing;
import io.kvmherd.common.api.HostResource;
import io.kvmherd.common.api.PoolResource;
import java.util.List;
import java.util.Locale;

/** Hosts as a list. Memory is compared in MiB. */
public final class HostColumns {
    public static final Listing<HostResource> LISTING = new Listing<>(
            "hosts",
            Listing.Usual.BY_IDENTIFIER,
            List.of(
                    Column.of("host", "HOST", host -> Cell.name(host.name().value())),
                    Column.of("duty", "DUTY", host -> Cell.word(HostText.dutyAndMode(host), host.duty())),
                    Column.of("seen", "SEEN", host -> Cells.word(host.reachability())),
                    Column.of("vendor", "CPU", HostColumns::vendor),
                    Column.of("vcpus", ">VCPUS", HostColumns::vcpus),
                    Column.of("promised", ">MEMORY PROMISED", HostColumns::promised),
                    Column.of("available", ">AVAILABLE", host -> Cells.mib(host.memoryAvailableMib())),
                    Column.of("guests", ">GUESTS", HostColumns::guests),
                    Column.of("age", ">REPORT AGE", HostColumns::age),
                    Column.wide("mode", "MODE", host -> Cells.word(host.mode())),
                    Column.wide("model", "CPU MODEL", host -> Cell.name(host.cpuModel())),
                    Column.wide("threads", ">THREADS", host -> Cell.number(host.threads())),
                    Column.wide("used", ">THREADS USED", HostColumns::used),
                    Column.wide("memory", ">MEMORY", host -> Cells.mib(host.memoryMib())),
                    Column.wide("usable", ">FOR GUESTS", host -> Cells.mib(host.usableMib())),
                    Column.wide("guaranteed", ">GUARANTEED", host -> Cells.mib(host.guaranteedMib())),
                    Column.wide("unmanaged", ">NOT MANAGED", host -> Cell.number(host.unmanaged())),
                    Column.wide("labels", "LABELS", host -> Cell.names(host.labels())),
                    Column.wide("networks", "NETWORKS", host -> Cell.names(host.networks())),
                    Column.wide("pools", "POOLS", HostColumns::pools),
                    Column.wide(
                            "qemu", "QEMU", host -> Cell.name(host.versions().qemu())),
                    Column.wide(
                            "libvirt",
                            "LIBVIRT",
                            host -> Cell.name(host.versions().libvirt())),
                    Column.wide("address", "MIGRATION AT", host -> Cell.name(host.migrationAddress()))));

    private HostColumns() {}

    private static Cell vendor(HostResource host) {
        String maker = HostText.maker(host);
        return Cell.word(host.virtualises() ? maker : maker + ", no kvm", maker, host.vendor());
    }

    private static Cell vcpus(HostResource host) {
        return Cell.number(host.vcpus(), host.vcpus() + "/" + host.vcpusLimit());
    }

    private static Cell promised(HostResource host) {
        return Cell.number(host.committedMib(), Units.mibOf(host.committedMib(), host.committedLimitMib()));
    }

    /** Managed ones count; the others are told beside. */
    private static Cell guests(HostResource host) {
        return Cell.number(
                host.guests(),
                host.unmanaged() == 0 ? String.valueOf(host.guests()) : host.guests() + "+" + host.unmanaged());
    }

    private static Cell age(HostResource host) {
        String age = HostText.age(host);
        return host.reportAgeMs().isPresent() ? Cell.number(host.reportAgeMs().getAsLong(), age) : Cell.none(age);
    }

    private static Cell used(HostResource host) {
        return Cell.number(host.cpuUsedMilli(), String.format(Locale.ROOT, "%.1f", host.cpuUsedMilli() / 1_000.0));
    }

    private static Cell pools(HostResource host) {
        return Cell.names(host.pools().stream().map(PoolResource::name).toList());
    }
}
