package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.CpuProfile;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.protocol.ProtocolVersion;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.HostPresence;
import io.kvmherd.controller.app.state.HostRecord;
import io.kvmherd.controller.engine.host.DutyEvent;
import io.kvmherd.controller.engine.host.DutyMachine;
import io.kvmherd.controller.engine.host.ReachabilityMachine;
import io.kvmherd.controller.engine.host.Sighting;
import io.kvmherd.controller.engine.placement.CpuReach;
import io.kvmherd.controller.engine.view.ClusterView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hosts come, speak, fall silent and change their duty.
 *
 * <p>A host is known by its certificate: the link tells its name. It is registered when it first greets. A report is
 * accepted only in the life that the host's last greeting told, and only when its sequence is higher; a report of a host
 * that never greeted is dropped, because reports come over a channel that anybody on the network of reports could write.
 */
final class Hosts {
    private Hosts() {}

    /** The agent dialled in; nothing is known until it greets. */
    static void greeted(Turn turn, HostId host, long link, LinkMessage.AgentGreeting greeting) {
        if (!greeting.host().equals(host)) {
            turn.closeLink(host, link, "the greeting names host " + greeting.host() + ", the certificate " + host);
            return;
        }
        if (turn.cluster().hasRemoved(host)) {
            turn.closeLink(
                    host,
                    link,
                    "host " + host + " was removed from the cluster; let it join: kvmherd host add " + host);
            return;
        }
        if (turn.host(host).isEmpty()) {
            turn.put(HostRecord.registered(host, turn.now().wall()));
            turn.tell(Happening.of(EventRecord.What.HOST_REGISTERED).on(host));
        }
        HostEntry entry = turn.host(host).orElseThrow();
        entry.presence()
                .link()
                .filter(old -> old != link)
                .ifPresent(old -> turn.closeLink(host, old, "the host opened a newer link"));
        Modes.changing(
                turn,
                () -> turn.see(
                        host,
                        entry.presence()
                                .greeted(
                                        link,
                                        greeting.generation(),
                                        greeting.mode().orElse(ManagementMode.MANAGE),
                                        turn.nowMs())));
        turn.greet(
                host,
                link,
                new LinkMessage.ControllerHello(
                        ProtocolVersion.CURRENT,
                        turn.identity().epoch(),
                        turn.identity().databaseId(),
                        turn.journalSequence(),
                        greeting.place(),
                        greeting.place()
                                .map(place -> turn.identity().lineage().has(place, turn.journalSequence()))
                                .orElse(true)));
    }

    /** The agent acknowledged the epoch and told what it has; its operations go on. */
    static void inventoried(Turn turn, HostEntry entry, LinkMessage.Inventory inventory) {
        if (inventory.epoch() != turn.identity().epoch().number()) {
            return;
        }
        boolean startedAnew = entry.record()
                .generation()
                .filter(before -> !before.bootId().equals(inventory.generation().bootId()))
                .isPresent();
        boolean changed = !entry.record().facts().equals(Optional.of(inventory.facts()))
                || !entry.record().generation().equals(Optional.of(inventory.generation()));
        if (!entry.record().generation().equals(Optional.of(inventory.generation()))) {
            turn.forgetProofs(entry.id());
        }
        if (changed) {
            turn.put(entry.record().withInventory(inventory.facts(), inventory.generation()));
        }
        turn.see(entry.id(), entry.presence().inventoried(inventory.guests(), turn.nowMs()));
        reachability(turn, turn.host(entry.id()).orElseThrow());
        if (!entry.record()
                .facts()
                .map(HostFacts::cpu)
                .equals(Optional.of(inventory.facts().cpu()))) {
            tellReach(turn, entry.id(), inventory.facts().cpu());
        }
        PaperAdoptions.inventoried(turn, entry.id(), inventory);
        Strays.look(turn, entry.id(), inventory.guests());
        OutsideChanges.inventoried(turn, entry.id(), inventory.guests(), startedAnew);
        forgetEnded(turn, entry.id(), inventory);
        Operations.hostIsBack(turn, entry.id());
        turn.allGuests().forEach(guest -> Moves.look(turn, guest.id()));
        if (startedAnew) {
            HostStarts.look(turn, entry.id());
        }
    }

    /** A host that joins, or comes back with another CPU, says what that means for guests elsewhere. */
    private static void tellReach(Turn turn, HostId host, CpuProfile cpu) {
        ClusterView view = turn.view();
        CpuReach reach = CpuReach.of(view, view.host(host).orElseThrow());
        turn.tell(Happening.of(EventRecord.What.HOST_CPU)
                .on(host)
                .with("model", cpu.vendor() + " " + cpu.model())
                .with("guests", Integer.toString(reach.guests()))
                .with("fit", Integer.toString(reach.fit()))
                .with("unfit", bounded(String.join(" ", reach.unfit())))
                .with("ofOtherMakers", Integer.toString(reach.ofOtherMakers()))
                .with("missing", bounded(String.join(" ", reach.missing()))));
    }

    private static String bounded(String text) {
        return text.substring(0, Math.min(text.length(), Limits.TEXT_LENGTH));
    }

    /**
     * The agent knows of a newer term, or of a database that knows more: it takes no commands from here. One that has only to
     * greet again does so at once, and is nobody's business.
     */
    static void refused(Turn turn, HostEntry entry, LinkMessage.HelloRefused refusal) {
        if (refusal.asksToGreetAgain()) {
            return;
        }
        turn.tell(Happening.of(EventRecord.What.HOST_REFUSED_EPOCH)
                .on(entry.id())
                .with("refusal", refusal.refusal().name())
                .with("highestEpoch", Long.toString(refusal.highestEpoch()))
                .with("detail", refusal.detail()));
    }

    static void linkClosed(Turn turn, HostId host, long link) {
        turn.host(host)
                .filter(entry -> entry.presence().link().equals(Optional.of(link)))
                .ifPresent(entry -> {
                    turn.see(host, entry.presence().unlinked());
                    Operations.linkLost(turn, host);
                    reachability(turn, turn.host(host).orElseThrow());
                });
    }

    static void reported(Turn turn, HostReport report) {
        Optional<HostEntry> known = turn.host(report.host())
                .filter(entry -> entry.presence().generation().equals(Optional.of(report.generation())))
                .filter(entry -> report.sequence() > entry.presence().reportSequence());
        known.ifPresent(entry -> {
            turn.see(entry.id(), entry.presence().reported(report, turn.nowMs()));
            reachability(turn, turn.host(entry.id()).orElseThrow());
        });
    }

    /**
     * One guest changed on the host, told on the link.
     *
     * @param duringStep whether a command was being carried out on it, so that the look may have caught a state half way
     */
    static void guestChanged(Turn turn, HostEntry entry, ObservedGuest guest, boolean duringStep) {
        List<ObservedGuest> guests = new ArrayList<>();
        Optional<ObservedGuest> before = Views.seenOn(entry, guest.id());
        entry.presence().guests().stream()
                .filter(seen -> !seen.id().equals(guest.id()))
                .forEach(guests::add);
        guests.add(guest);
        turn.see(entry.id(), entry.presence().withGuests(guests, turn.nowMs()));
        if (!duringStep) {
            PaperAdoptions.seen(turn, entry.id(), guest);
        }
        if (!duringStep || turn.operationOn(guest.id()).isPresent()) {
            OutsideChanges.seen(turn, entry.id(), guest);
        }
        boolean newState = before.map(ObservedGuest::state)
                .filter(state -> state == guest.state())
                .isEmpty();
        if (newState && turn.guest(guest.id()).isPresent()) {
            turn.tell(Happening.of(EventRecord.What.GUEST_STATE)
                    .on(entry.id())
                    .about(guest.id())
                    .with("state", guest.state().name())
                    .with("name", guest.name()));
        }
        if (newState) {
            Operations.guestChanged(turn, entry.id(), guest.id());
        }
        Moves.look(turn, guest.id());
    }

    static void guestVanished(Turn turn, HostEntry entry, LinkMessage.GuestVanished vanished) {
        List<ObservedGuest> guests = entry.presence().guests().stream()
                .filter(seen -> !seen.id().equals(vanished.guest()))
                .toList();
        turn.see(entry.id(), entry.presence().withGuests(guests, turn.nowMs()));
        Operations.guestChanged(turn, entry.id(), vanished.guest());
        OutsideChanges.gone(turn, entry.id(), vanished.guest());
        Moves.look(turn, vanished.guest());
    }

    /**
     * Applies an event to a host's duty.
     *
     * @return empty where the duty does not allow it
     */
    static Optional<HostEntry> changeDuty(Turn turn, HostEntry entry, DutyEvent event, String reason) {
        Optional<HostDuty> next = DutyMachine.next(entry.record().duty(), event);
        next.filter(duty -> duty != entry.record().duty()).ifPresent(duty -> {
            turn.put(entry.record().withDuty(duty, reason));
            turn.tell(Happening.of(EventRecord.What.HOST_DUTY)
                    .on(entry.id())
                    .with("duty", duty.name())
                    .with("reason", reason));
        });
        return next.flatMap(duty -> turn.host(entry.id()));
    }

    /** Looks at every host's silence. */
    static void tick(Turn turn) {
        turn.allHosts().forEach(entry -> reachability(turn, entry));
    }

    private static void reachability(Turn turn, HostEntry entry) {
        HostPresence presence = entry.presence();
        Sighting sighting = Sighting.of(
                entry.takesCommands(),
                Views.reportAgeMs(entry, turn.now()),
                turn.nowMs() - presence.lastHeardMs(),
                AppLimits.SUSPECT_MS,
                AppLimits.UNREACHABLE_MS);
        Reachability next = ReachabilityMachine.next(presence.reachability(), sighting);
        if (next != presence.reachability()) {
            turn.see(entry.id(), presence.withReachability(next));
            turn.tell(Happening.of(EventRecord.What.HOST_REACHABILITY)
                    .on(entry.id())
                    .with("from", presence.reachability().name())
                    .with("to", next.name()));
        }
    }

    /** Lets the agent forget steps of operations that have ended here, or that nobody knows. */
    private static void forgetEnded(Turn turn, HostId host, LinkMessage.Inventory inventory) {
        inventory.openSteps().stream()
                .map(LinkMessage.OpenStep::operation)
                .distinct()
                .filter(operation -> turn.operation(operation)
                        .map(entry -> !entry.record().isOpen())
                        .orElse(true))
                .forEach(operation -> turn.send(host, JournalStamps.forgetting(operation)));
    }
}
