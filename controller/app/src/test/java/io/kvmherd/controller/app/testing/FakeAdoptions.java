package io.kvmherd.controller.app.testing;

import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestSurvey;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.model.VolumeReference;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Done;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a fake host's guests are adopted. A guest's name says what it is: one that begins with "local" has its disk in the
 * local pool, one with "snap" has a snapshot, one with "auto" was started with its host, one with "alone" too, by itself, one with "odd" cannot be adopted.
 */
final class FakeAdoptions {
    private final FakeHost host;
    private final SortedMap<GuestId, StartsWithHost> recorded = new TreeMap<>();
    private final SortedMap<GuestId, OwnStart> ownStarts = new TreeMap<>();

    /** Nothing keeps a guest there from running twice. */
    boolean refusesOwnGuests;

    FakeAdoptions(FakeHost host) {
        this.host = host;
    }

    Optional<StartsWithHost> startsWithHost(GuestId guest) {
        return Optional.ofNullable(recorded.get(guest));
    }

    OwnStart ownStart(GuestId guest) {
        return ownStarts.getOrDefault(guest, OwnStart.ASKED);
    }

    /** It stood in the definition. */
    void forgetMark(GuestId guest) {
        ownStarts.remove(guest);
    }

    CommandResult survey(AgentCommand.SurveyGuests survey) {
        List<GuestSurvey> surveys = new ArrayList<>();
        for (GuestId id : survey.guests()) {
            @Nullable FakeGuest guest = host.guests.get(id);
            if (guest != null) {
                surveys.add(survey(guest));
            }
        }
        return new CommandResult.GuestsSurveyed(surveys);
    }

    CommandResult adopt(AgentCommand.AdoptGuest adopt, PlacementGeneration placement) {
        @Nullable FakeGuest guest = host.guests.get(adopt.guest());
        if (guest == null) {
            return FakeCommands.precondition("it is not here");
        }
        OwnStart start = adopt.ownStart().orElse(ownStart(adopt.guest()));
        if (start == OwnStart.LOCKED && refusesOwnGuests) {
            ownStarts.put(adopt.guest(), OwnStart.ASKED);
            return FakeCommands.precondition("nothing locks its disks");
        }
        ownStarts.put(adopt.guest(), start);
        host.guests.put(adopt.guest(), guest.with(placement));
        recorded.put(adopt.guest(), adopt.startsWithHost());
        return new Done();
    }

    CommandResult release(GuestId id) {
        host.guests.computeIfPresent(id, (same, guest) -> guest.unmarked());
        recorded.remove(id);
        forgetMark(id);
        return new Done();
    }

    private static GuestSurvey survey(FakeGuest guest) {
        long known = guest.placement().map(PlacementGeneration::value).orElse(0L);
        if (guest.name().startsWith("odd")) {
            Reason refusal = Reason.of(ReasonCode.GUEST_NAME_UNUSABLE).with("name", guest.name());
            return new GuestSurvey(
                    guest.id(), guest.name(), Optional.empty(), List.of(refusal), List.of(), StartsWithHost.NO, known);
        }
        List<Hindrance> hindrances = guest.name().startsWith("snap")
                ? List.of(
                        Hindrance.blocking(Reason.of(ReasonCode.SNAPSHOTS_KEPT).with("snapshots", 1)))
                : List.of();
        StartsWithHost starts = guest.name().startsWith("auto")
                ? StartsWithHost.ASKED
                : guest.name().startsWith("alone") ? StartsWithHost.ALONE : StartsWithHost.NO;
        return new GuestSurvey(
                guest.id(), guest.name(), Optional.of(spec(guest)), List.of(), hindrances, starts, known);
    }

    private static GuestSpec spec(FakeGuest guest) {
        String pool = guest.name().startsWith("local") ? "local" : "shared";
        return new GuestSpec(
                guest.name(),
                guest.vcpus(),
                guest.memoryMib(),
                guest.memoryMib(),
                Virtualisation.KVM,
                "EPYC",
                "pc-q35-8.2",
                Optional.empty(),
                List.of(new VolumeReference(pool, guest.name() + ".qcow2", VolumeReference.Format.QCOW2)),
                List.of("default"),
                List.of(),
                "",
                CannotMove.BLOCK);
    }
}
