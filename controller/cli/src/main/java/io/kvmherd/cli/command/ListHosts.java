package io.kvmherd.cli.command;

import io.kvmherd.cli.output.HostColumns;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the hosts. */
@Command(
        name = "list",
        header = "List the hosts.",
        description = {
            "GUESTS shows managed ones, then +N for those that kvmherd does not manage. MEMORY PROMISED is "
                    + "against what the ratio allows.",
            "",
            "Columns: host, duty, seen, vendor (shown as CPU), vcpus, promised, available, guests, age; with -o wide "
                    + "also mode, model, threads, used, memory, usable, guaranteed, unmanaged, labels, networks, pools, "
                    + "qemu, libvirt, address. Memory is compared in MiB, used in thousandths of a thread, age in ms."
        },
        footer = {
            "",
            "Example:",
            "  kvmherd host list -o json",
            "  kvmherd host list -l vendor=AMD,labels=ssd --sort available:desc"
        })
final class ListHosts implements Callable<Integer> {
    private final Session session;

    @Mixin
    private ListOptions rows = new ListOptions();

    ListHosts(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return rows.show(
                session,
                HostColumns.LISTING,
                () -> session.controller().hosts().map(hosts -> new Page<>(hosts.items(), hosts.next())));
    }
}
