package io.kvmherd.cli.output;

import io.kvmherd.common.api.HostProgress;
import io.kvmherd.common.api.MigrationResource;
import io.kvmherd.common.api.OperationResource;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationTransport;
import io.kvmherd.common.model.ReasonCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Operations as text. */
public final class OperationText {
    private OperationText() {}

    public static List<String> details(OperationResource operation) {
        Details details = new Details()
                .with("operation", operation.id().toString())
                .with("what", what(operation))
                .with("state", state(operation))
                .with("phase", operation.state().isTerminal() ? "" : phase(operation))
                .with("progress", operation.progress().map(ProgressText::words).orElse(""))
                .with(
                        "migration",
                        operation
                                .migration()
                                .map(migration -> course(operation, migration))
                                .orElse(""))
                .with("took", operation.migration().map(OperationText::figures).orElse(""))
                .with(
                        "copied disks",
                        operation.migration().map(OperationText::copies).orElse(""))
                .with(
                        "left behind",
                        operation
                                .migration()
                                .map(migration -> leftBehind(operation, migration))
                                .orElse(""))
                .with("asked by", operation.requestedBy())
                .with("reason", operation.reason())
                .with("created", Units.time(operation.createdAt()))
                .with("ended", operation.endedAt().map(Units::time).orElse(""));
        operation
                .message()
                .ifPresent(message -> details.with("message", message.what())
                        .with("why", message.why())
                        .with("next", message.next()));
        operation.parent().ifPresent(parent -> details.with("part of", parent.toString()));
        details.with(
                "parts",
                operation.children().isEmpty()
                        ? ""
                        : Units.count(operation.children().size(), "operation"));
        operation.hostProgress().forEach(host -> details.with("host " + host.host(), progress(host)));
        List<String> lines = new ArrayList<>(details.lines());
        operation.reasons().forEach(reason -> lines.addAll(ReasonLines.of("  ", reason)));
        return lines;
    }

    /** "migrate web-1 h1 -> h2", "evacuate h1", "start web-1". */
    public static String what(OperationResource operation) {
        String subject = operation.guestName().isEmpty() ? hosts(operation) : operation.guestName();
        String route = operation.from().isPresent() && operation.to().isPresent()
                ? " " + operation.from().get() + " -> " + operation.to().get()
                : "";
        return (Units.word(operation.kind()) + " " + subject).strip() + route;
    }

    /** "running", and how far, where that is known. */
    public static String state(OperationResource operation) {
        String percent = operation
                .progress()
                .filter(progress ->
                        !operation.state().isTerminal() && progress.percent().isPresent())
                .map(progress -> " " + progress.percent().getAsInt() + " %")
                .orElse("");
        return Units.word(operation.state()) + percent;
    }

    /** How an operation ended as it was wanted, and how long it took. */
    public static String ending(OperationResource operation) {
        if (operation.state() == OperationResource.State.CANCELLED) {
            return "Operation " + operation.id() + " (" + what(operation) + ") was cancelled.";
        }
        String guest = "Guest " + operation.guestName();
        String done = switch (operation.kind()) {
            case CREATE -> guest + " was created" + at(" on ", operation);
            case START -> guest + " runs" + at(" on ", operation);
            case SHUT_DOWN -> guest + " shut down";
            case STOP -> guest + " was switched off";
            case DELETE -> guest + " was deleted; its volumes are still there";
            case MIGRATE -> guest + " moved" + route(operation);
            case RELOCATE -> guest + ", which is off, moved" + route(operation);
            case FOLLOW -> guest + " was moved by hand" + route(operation) + " and is managed there";
            case TAKE_OVER -> guest + " is managed now" + at(" on ", operation);
            case GIVE_BACK -> guest + " is managed no longer; it is as it was";
            case REDEFINE -> guest + " is defined as it was accepted; if it runs, its next start takes that";
            case EVACUATE ->
                (operation.hosts().size() > 1
                                ? "Hosts " + hosts(operation) + " were"
                                : "Host " + hosts(operation) + " was")
                        + " emptied by " + Units.count(operation.children().size(), "operation");
            case RESTORE ->
                Units.count(operation.children().size(), "operation") + " brought guests back to host"
                        + at(" ", operation);
            case APPLY_PLAN ->
                "The plan was carried out in "
                        + Units.count(operation.children().size(), "step");
        };
        String note = operation
                .message()
                .map(message -> " " + message.why() + " " + message.next())
                .orElse("");
        return done + took(operation) + butForStayers(operation) + "." + note;
    }

    /** "3 done, 1 under way, 2 left". */
    private static String progress(HostProgress host) {
        String failed = host.failed() == 0 ? "" : ", " + host.failed() + " failed";
        return host.done() + " done, " + host.underWay() + " under way" + failed + ", " + host.left() + " left";
    }

    /** Who still runs there, because that is its policy. */
    private static String butForStayers(OperationResource operation) {
        List<String> stayers = operation.reasons().stream()
                .filter(reason -> reason.code() == ReasonCode.GUEST_STAYS)
                .map(reason -> reason.names().getOrDefault("guest", ""))
                .toList();
        String count = stayers.size() == 1 ? "1 that stays" : stayers.size() + " that stay";
        return stayers.isEmpty() ? "" : ", but for " + count + ": " + String.join(", ", stayers);
    }

    private static String hosts(OperationResource operation) {
        return operation.hosts().isEmpty()
                ? operation.host().map(HostId::value).orElse("")
                : String.join(
                        ", ", operation.hosts().stream().map(HostId::value).toList());
    }

    private static String copies(MigrationResource migration) {
        return migration.copies().stream()
                .map(copy -> copy.disk() + " " + copy.path() + " (" + Units.mib(copy.sizeMib()) + ")")
                .collect(Collectors.joining(", "));
    }

    /** With what to do about it: nobody's data is removed by itself. */
    private static String leftBehind(OperationResource operation, MigrationResource migration) {
        if (migration.leftBehind().isEmpty()) {
            return "";
        }
        String files = String.join(", ", migration.leftBehind());
        return operation.state() == OperationResource.State.SUCCEEDED
                ? files
                        + "; nobody uses it any more. When you are sure, remove it there: virsh vol-delete --pool POOL VOLUME"
                : files
                        + "; a copy that was not removed, and it may hold what the guest wrote last. Compare it with the"
                        + " original before you remove either";
    }

    private static String course(OperationResource operation, MigrationResource migration) {
        String limit =
                migration.limitMibPerSecond() == 0 ? "" : ", at most " + migration.limitMibPerSecond() + " MiB/s";
        boolean shares = !operation.state().isTerminal()
                && migration.boundMibPerSecond() != 0
                && migration.boundMibPerSecond() != migration.limitMibPerSecond();
        String share = shares
                ? ", at the moment " + migration.boundMibPerSecond() + " MiB/s, its share of its hosts' limit"
                : "";
        String way = migration
                .transport()
                .map(transport -> transport == MigrationTransport.TLS ? ", over TLS" : ", in the clear")
                .orElse("");
        return "policy " + migration.policy() + limit + share + way;
    }

    /** "standstill 91 ms, 4.1 s in all, 83 MiB sent"; empty before its end. */
    private static String figures(MigrationResource migration) {
        if (migration.downtimeMs().isEmpty()
                || migration.totalMs().isEmpty()
                || migration.sentBytes().isEmpty()) {
            return "";
        }
        return "standstill " + migration.downtimeMs().getAsLong() + " ms, "
                + Units.age(migration.totalMs().getAsLong()) + " in all, "
                + Units.bytes(migration.sentBytes().getAsLong()) + " sent";
    }

    /** The phase as words. */
    public static String phase(OperationResource operation) {
        return operation.phase().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String at(String lead, OperationResource operation) {
        return operation.host().map(host -> lead + host).orElse("");
    }

    private static String route(OperationResource operation) {
        return operation.from().map(from -> " from " + from).orElse("")
                + operation.to().map(to -> " to " + to).orElse("");
    }

    private static String took(OperationResource operation) {
        return operation
                .endedAt()
                .map(end -> " in "
                        + Units.age(Duration.between(operation.createdAt(), end).toMillis()))
                .orElse("");
    }
}
