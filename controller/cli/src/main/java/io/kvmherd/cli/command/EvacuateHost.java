package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.listing.Wanted;
import io.kvmherd.cli.output.HostColumns;
import io.kvmherd.common.api.EvacuateRequest;
import io.kvmherd.common.api.HostList;
import io.kvmherd.common.api.HostResource;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.HostId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evacuates hosts. */
@Command(
        name = "evacuate",
        header = "Empty one host or several of their guests, and keep them empty.",
        description = {
            "Each guest is treated as its evacuation policy says; most move live. One that can go nowhere stays and is "
                    + "reported with the reasons. Nothing is stopped, unless the guest's policy says so (cold, "
                    + "live-else-cold or shutdown-return; see kvmherd guest set) or it was created with --cannot-move shut-down.",
            "Several hosts are emptied together, by one plan and one operation: none of them takes a guest of another, and "
                    + "each may be worked on as soon as it is shown as evacuated."
        },
        footer = {
            "",
            "Example:",
            "  kvmherd host evacuate h1 --dry-run",
            "  kvmherd host evacuate h1 --copy-storage --dry-run",
            "  kvmherd host evacuate h1 -y --reason \"new disk\"",
            "  kvmherd host evacuate h1 h2",
            "  kvmherd host evacuate -l labels=rack-3 --dry-run"
        })
final class EvacuateHost implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0..*", arity = "0..*", paramLabel = "HOST", description = "Names of the hosts.")
    private List<HostId> named = new ArrayList<>();

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "COLUMN=VALUE",
            split = ",",
            description = "Also the hosts that have this value, or with != have it not; several, with commas, must all "
                    + "hold. The columns are those of kvmherd host list.")
    private List<String> conditions = new ArrayList<>();

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    @Mixin
    private CopyOption copy = new CopyOption();

    @Mixin
    private ConfirmOption confirmed = new ConfirmOption();

    EvacuateHost(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (conditions.isEmpty()) {
            return evacuate(named);
        }
        return switch (session.controller().hosts()) {
            case Answer.Refused<HostList> refused -> session.complain(refused.complaint());
            case Answer.Given<HostList> given -> evacuate(withSelected(given.value()));
        };
    }

    private List<HostId> withSelected(HostList hosts) {
        Stream<HostId> selected =
                HostColumns.LISTING.view(new Wanted(List.of(), "", conditions)).pick(hosts.items()).stream()
                        .map(HostResource::name);
        return Stream.concat(named.stream(), selected).sorted().distinct().toList();
    }

    private int evacuate(List<HostId> hosts) {
        if (hosts.isEmpty()) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    conditions.isEmpty()
                            ? "no host is named; name those that are to be empty, or select them with -l"
                            : "no host has " + String.join(" and ", conditions)
                                    + "; see kvmherd host list -o wide for what they have");
        }
        String names = String.join(", ", hosts.stream().map(HostId::value).toList());
        String question = hosts.size() == 1
                ? "Move all guests off host " + names + " and keep it empty?"
                : "Move all guests off the hosts " + names + " and keep them empty?";
        return session.onlyIfConfirmed(
                confirmed.given() || change.dryRun(),
                question,
                () -> session.follow(
                        session.controller()
                                .evacuate(hosts, new EvacuateRequest(change.reason(), change.dryRun(), copy.given())),
                        change.waiting()));
    }
}
