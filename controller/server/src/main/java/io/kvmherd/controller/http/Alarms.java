package io.kvmherd.controller.http;

import io.kvmherd.common.api.AlarmResource;
import io.kvmherd.common.api.MessageResource;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.OperationEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What somebody must look at: what is wrong now, and the events that announce it. */
final class Alarms {
    private static final int MOST = 200;

    private Alarms() {}

    static List<AlarmResource> now(Snapshot snapshot) {
        List<AlarmResource> alarms = new ArrayList<>();
        for (HostEntry host : snapshot.state().hosts().values()) {
            if (host.presence().reachability() == Reachability.UNREACHABLE) {
                alarms.add(unreachable(snapshot, host));
            }
            if (host.record().duty() == HostDuty.BLOCKED) {
                alarms.add(blocked(snapshot, host));
            }
            host.presence()
                    .guests()
                    .forEach(seen -> ofGuest(snapshot, host, seen).ifPresent(alarms::add));
        }
        for (OperationEntry operation : snapshot.state().operations().values()) {
            if (operation.alarmed() && operation.record().isOpen()) {
                alarms.add(new AlarmResource(
                        EventRecord.What.GUEST_RUNS_TWICE.name(),
                        operation.record().host(),
                        operation.record().guest(),
                        message(EventRecord.What.GUEST_RUNS_TWICE).orElseThrow(),
                        operation.record().createdAt()));
            }
        }
        return alarms.stream().limit(MOST).toList();
    }

    /** What is wrong with one guest where it is, as its hosts say now; what an operation holds is the operation's to tell. */
    private static Optional<AlarmResource> ofGuest(Snapshot snapshot, HostEntry host, ObservedGuest seen) {
        GuestRecord known = snapshot.state().guests().get(seen.id());
        if (known == null) {
            return Optional.empty();
        }
        if (seen.state() == GuestState.PAUSED_IN_POST_COPY && seen.job() == GuestJob.NONE) {
            return Optional.of(alarm("POST_COPY_BROKEN", snapshot, host, seen, brokenPostCopy(known, host)));
        }
        boolean copy = seen.state().isActive()
                && !known.host().equals(Optional.of(host.id()))
                && snapshot.state().operationOn(known.id()).isEmpty()
                && known.host()
                        .filter(owner -> isActiveOn(snapshot, owner, known))
                        .isPresent();
        return copy
                ? Optional.of(
                        alarm(EventRecord.What.GUEST_RUNS_TWICE.name(), snapshot, host, seen, twoCopies(known, host)))
                : Optional.empty();
    }

    private static boolean isActiveOn(Snapshot snapshot, HostId owner, GuestRecord guest) {
        HostEntry entry = snapshot.state().hosts().get(owner);
        return entry != null
                && entry.presence().guests().stream()
                        .anyMatch(seen ->
                                seen.id().equals(guest.id()) && seen.state().isActive());
    }

    private static AlarmResource alarm(
            String code, Snapshot snapshot, HostEntry host, ObservedGuest seen, MessageResource message) {
        return new AlarmResource(
                code,
                Optional.of(host.id()),
                Optional.of(seen.id()),
                message,
                snapshot.now().wall());
    }

    private static MessageResource brokenPostCopy(GuestRecord guest, HostEntry host) {
        return new MessageResource(
                "Guest " + guest.spec().name() + " stands still in a broken post-copy.",
                "Host " + host.id() + " has part of its memory, the other end of the migration has the rest.",
                "Mend the network between the two hosts, then on the source: virsh migrate --postcopy-resume; switch"
                        + " off neither end before.");
    }

    private static MessageResource twoCopies(GuestRecord guest, HostEntry host) {
        return new MessageResource(
                "Guest " + guest.spec().name() + " runs on two hosts.",
                "Host " + host.id() + " runs a copy, and so does its owner, host "
                        + guest.host().map(HostId::value).orElse("none") + ".",
                "Look at both now with virsh list, and switch off the copy that does not hold the disk's lock.");
    }

    /** The alarm that an event is, if it is one. */
    static Optional<AlarmResource> of(EventRecord event) {
        boolean byHand = event.what() == EventRecord.What.GUEST_RUNS_TWICE
                && event.operation().isEmpty();
        Optional<MessageResource> said = byHand ? Optional.of(movedByHand(event)) : message(event.what());
        return said.map(
                message -> new AlarmResource(event.what().name(), event.host(), event.guest(), message, event.at()));
    }

    private static MessageResource movedByHand(EventRecord event) {
        String host = event.host().map(HostId::value).orElse("another host");
        String owner = event.details().getOrDefault("owner", "");
        return new MessageResource(
                "A guest runs on a host that does not own it.",
                "Host " + host + " says that it runs there, and " + (owner.isEmpty() ? "no host" : "host " + owner)
                        + " owns it: it was moved or started by hand, and may run on both.",
                "Look at both with virsh list, and move it back or end the copy that should not be.");
    }

    private static Optional<MessageResource> message(EventRecord.What what) {
        return switch (what) {
            case GUEST_RUNS_TWICE ->
                Optional.of(new MessageResource(
                        "A guest runs on two hosts.",
                        "Both hosts of a migration say that it runs.",
                        "Look at both now, and switch off the copy that does not hold the disk's lock."));
            case HOST_REFUSED_EPOCH ->
                Optional.of(new MessageResource(
                        "A host refuses this controller.",
                        "Its agent has seen a newer term, or a database that knows more.",
                        "Make sure that one controller runs, on the newest database; then see the agent's log."));
            case GUEST_ABSENT ->
                Optional.of(new MessageResource(
                        "A guest is not where it should be.",
                        "The host that owns it says that there is no such guest.",
                        "Find out who removed it; start it again, or delete it."));
            case GUEST_UNKNOWN ->
                Optional.of(new MessageResource(
                        "A host has a guest that belongs to kvmherd and is not known here, or not there.",
                        "It carries kvmherd's mark, and the database says otherwise.",
                        "Look at it on that host before anything is done with it."));
            case PLAN_DISPUTED ->
                Optional.of(
                        new MessageResource(
                                "The planner and its checker do not agree about a guest.",
                                "On the same picture one of them allows what the other forbids, so one of them is wrong.",
                                "Nothing was done to the guest. Report it with the event's reasons; until then name another host."));
            default -> Optional.empty();
        };
    }

    private static AlarmResource unreachable(Snapshot snapshot, HostEntry host) {
        long silentMs =
                Math.max(0, snapshot.now().monotonicMs() - host.presence().lastHeardMs());
        return new AlarmResource(
                "HOST_UNREACHABLE",
                Optional.of(host.id()),
                Optional.empty(),
                new MessageResource(
                        "Host " + host.id() + " is unreachable.",
                        "Neither its command link nor its reports have been heard for " + silentMs / 1_000 + " s.",
                        "Look at the machine, its agent and the network; its guests are left alone meanwhile."),
                snapshot.now().wall().minusMillis(silentMs));
    }

    private static AlarmResource blocked(Snapshot snapshot, HostEntry host) {
        Instant since = snapshot.state().events().reversed().stream()
                .filter(event -> event.what() == EventRecord.What.HOST_DUTY
                        && event.host().equals(Optional.of(host.id())))
                .map(EventRecord::at)
                .findFirst()
                .orElse(snapshot.now().wall());
        return new AlarmResource(
                "HOST_BLOCKED",
                Optional.of(host.id()),
                Optional.empty(),
                new MessageResource(
                        "Host " + host.id() + " could not be emptied.",
                        "Some of its guests can go nowhere.",
                        "See why with: kvmherd host explain " + host.id() + "; then evacuate again or uncordon."),
                since);
    }
}
