package io.kvmherd.cli.command;

import io.kvmherd.common.api.MigrateRequest;
import io.kvmherd.common.model.Compression;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTuning;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Migrates a guest. */
@Command(
        name = "migrate",
        header = "Move a guest to another host: live, or with --offline the definition of one that is off.",
        description = {
            "A live move never goes between CPUs of different makers; guest explain says which hosts could take it."
        },
        footer = {
            "",
            "Example:",
            "  kvmherd guest migrate web-1 --dry-run",
            "  kvmherd guest migrate web-1 --to h2 --reason \"new disk in h1\"",
            "  kvmherd guest migrate db-1 --policy must-finish --bandwidth 200",
            "  kvmherd guest migrate db-1 --to h2 --copy-storage --dry-run",
            "  kvmherd guest migrate db-1 --parallel 4 --downtime 300",
            "  kvmherd guest migrate old-1 --offline --to h3"
        })
final class MigrateGuest implements Callable<Integer> {
    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    @Option(names = "--to", paramLabel = "HOST", description = "Where to; left out, the best host is chosen.")
    private Optional<HostId> to = Optional.empty();

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description =
                    "How far it may go to get to its end: gentle, normal, must-finish, or values of its own, such as"
                            + " downtime=400,auto-converge,stall=20,connections=4 (default: the guest's, or the cluster's).")
    private Optional<MigrationPolicy> policy = Optional.empty();

    @Option(
            names = "--bandwidth",
            paramLabel = "MIB_PER_S",
            description = "What it may send each second; 0 for no limit (default: the cluster's).")
    private @Nullable Long bandwidth;

    @Option(
            names = "--downtime",
            paramLabel = "MS",
            description = "Longest pause at the switch-over (default: the policy's).")
    private @Nullable Long downtime;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description =
                    "Send over so many connections at a time; not together with post-copy (default: the policy's).")
    private @Nullable Integer parallel;

    @Option(
            names = "--compress",
            paramLabel = "METHOD",
            description =
                    "Compress what is sent: xbzrle over one connection, zlib or zstd over several (--parallel), from"
                            + " libvirt 9.4 on.")
    private Optional<Compression> compress = Optional.empty();

    @Option(
            names = "--post-copy",
            description =
                    "Allow the switch-over before all memory has arrived, as the last means: from then on there is no"
                            + " way back.")
    private boolean postCopy;

    @Option(
            names = "--offline",
            description =
                    "Move the definition of a guest that is off. Its disks must be shared; the CPUs' makers may differ.")
    private boolean offline;

    @Mixin
    private CopyOption copy = new CopyOption();

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    MigrateGuest(Session session) {
        this.session = session;
    }

    private Optional<MigrationTuning> tuning() {
        MigrationTuning tuning = new MigrationTuning(
                downtime == null ? OptionalLong.empty() : OptionalLong.of(downtime),
                parallel == null ? OptionalInt.empty() : OptionalInt.of(parallel),
                compress,
                postCopy);
        return tuning.equals(MigrationTuning.NONE) ? Optional.empty() : Optional.of(tuning);
    }

    @Override
    public Integer call() {
        return session.follow(
                session.controller()
                        .migrate(
                                guest.nameOrId(),
                                new MigrateRequest(
                                        to,
                                        change.reason(),
                                        change.dryRun(),
                                        policy,
                                        bandwidth == null ? OptionalLong.empty() : OptionalLong.of(bandwidth),
                                        copy.given(),
                                        tuning(),
                                        offline)),
                change.waiting());
    }
}
