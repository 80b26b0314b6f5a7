package io.kvmherd.controller.engine.evacuation;

import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.placement.MigrationRules;
import io.kvmherd.controller.engine.placement.Placer;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to become of the guests of hosts that are emptied, as far as it depends on each guest alone: its state, its
 * policy, and whether it can leave at all. Where those go that move is the seating's question.
 */
final class Intentions {
    private final List<GuestId> failedLive;
    private final List<GuestView> movable = new ArrayList<>();
    private final List<Stayer> cold = new ArrayList<>();
    private final List<Stayer> stayers = new ArrayList<>();
    private final List<Plan.ShutDown> shutDowns = new ArrayList<>();
    private final List<Plan.Place> leftRunning = new ArrayList<>();
    private final List<GuestId> off = new ArrayList<>();

    /** @param failedLive guests that would not arrive live, whatever the rules say */
    Intentions(List<GuestId> failedLive) {
        this.failedLive = List.copyOf(failedLive);
    }

    /** The guest is on the host. */
    void add(GuestView guest, HostView host) {
        if (!guest.state().isActive()) {
            off.add(guest.id());
            return;
        }
        switch (guest.evacuation()) {
            case LIVE -> move(guest, host);
            case LIVE_ELSE_COLD -> moveLiveOrCold(guest, host);
            case COLD -> goCold(guest, host, List.of());
            case SHUTDOWN_RETURN -> shutDown(guest, host);
            case STAY -> leftRunning.add(new Plan.Place(guest.id(), host.id()));
            case BLOCK -> stays(guest, host, Answer.no(aboutGuest(ReasonCode.GUEST_BLOCKS_EVACUATION, guest)));
        }
    }

    List<GuestView> movable() {
        return movable;
    }

    /** Guests that go cold, with what each host said against their going live. */
    List<Stayer> cold() {
        return cold;
    }

    /** One that was to move live and finds no place goes cold where that is its policy; otherwise it stays. */
    void foundNoPlace(GuestView guest, HostView host, List<HostVerdict> verdicts) {
        boolean mayGoCold = guest.evacuation() == EvacuationPolicy.LIVE_ELSE_COLD && HostVerdict.areFinal(verdicts);
        if (mayGoCold) {
            goCold(guest, host, verdicts);
        } else {
            stayers.add(new Stayer(guest, verdicts));
        }
    }

    List<Stayer> stayers() {
        return stayers;
    }

    List<Plan.ShutDown> shutDowns() {
        return shutDowns;
    }

    List<Plan.Place> leftRunning() {
        return leftRunning;
    }

    /** Guests that do not run; they keep their definition. */
    List<GuestId> off() {
        return off;
    }

    private void moveLiveOrCold(GuestView guest, HostView host) {
        if (failedLive.contains(guest.id())) {
            Answer answer = Answer.no(aboutGuest(ReasonCode.LIVE_MOVES_FAILED, guest));
            goCold(guest, host, List.of(HostVerdict.of(host.id(), answer)));
        } else {
            move(guest, host);
        }
    }

    private void move(GuestView guest, HostView host) {
        Answer departure = MigrationRules.canLeave(guest, host).and(carriesNoController(guest));
        if (departure.isYes()) {
            movable.add(guest);
        } else {
            foundNoPlace(guest, host, List.of(HostVerdict.of(host.id(), departure)));
        }
    }

    private void goCold(GuestView guest, HostView host, List<HostVerdict> against) {
        Answer answer = mayBeStopped(guest, host);
        if (answer.isYes()) {
            cold.add(new Stayer(guest, against));
        } else {
            stays(guest, host, answer);
        }
    }

    private void shutDown(GuestView guest, HostView host) {
        Answer answer = mayBeStopped(guest, host);
        if (answer.isYes()) {
            shutDowns.add(Plan.ShutDown.untilReturn(guest.id(), host.id()));
        } else {
            stays(guest, host, answer);
        }
    }

    private void stays(GuestView guest, HostView host, Answer answer) {
        stayers.add(Stayer.of(guest, HostVerdict.of(host.id(), answer)));
    }

    /** Whether the guest, whose policy allows it, can be asked to shut down where it is. */
    static Answer mayBeStopped(GuestView guest, HostView host) {
        return canShutDown(guest).and(Placer.observation(host)).and(carriesNoController(guest));
    }

    private static Answer canShutDown(GuestView guest) {
        if (guest.state() != GuestState.RUNNING) {
            return Answer.no(Reason.of(ReasonCode.GUEST_NOT_RUNNING)
                    .with("state", guest.state().name()));
        }
        return guest.operation()
                .map(operation -> Answer.wait(Reason.of(ReasonCode.GUEST_BUSY).with("operation", operation.toString())))
                .orElse(Answer.YES);
    }

    /** Where the controller itself runs is nobody's by-the-way. */
    private static Answer carriesNoController(GuestView guest) {
        return guest.carriesController() ? Answer.no(aboutGuest(ReasonCode.CARRIES_CONTROLLER, guest)) : Answer.YES;
    }

    private static Reason aboutGuest(ReasonCode code, GuestView guest) {
        return Reason.of(code).with("guest", guest.spec().name());
    }
}
