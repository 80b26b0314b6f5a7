package io.kvmherd.controller.app.testing;

import io.kvmherd.common.model.CpuProfile;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.ResourceScope;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.JournalPlace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What of a host outlives its agent: the hypervisor with its guests, and the guard's log. */
public final class FakeHost {
    final HostId id;
    final CpuVendor vendor;
    final long memoryMib;
    final SortedMap<GuestId, FakeGuest> guests = new TreeMap<>();
    final SortedMap<String, Optional<CommandResult>> steps = new TreeMap<>();
    final TreeSet<GuestId> arrivals = new TreeSet<>();
    final SortedMap<GuestId, Long> buried = new TreeMap<>();
    final TreeSet<GuestId> deafToShutDown = new TreeSet<>();
    final List<String> proofs = new ArrayList<>();
    final FakeCopies copies = new FakeCopies();
    final FakeAdoptions adoptions = new FakeAdoptions(this);
    long highestEpoch;
    long journalSequence;
    Optional<JournalPlace> place = Optional.empty();
    long incarnation = 1;
    int boots = 1;
    private Optional<AgentCommand.RedefineGuest> redefined = Optional.empty();

    FakeHost(String name, CpuVendor vendor, long memoryMib) {
        id = new HostId(name);
        this.vendor = vendor;
        this.memoryMib = memoryMib;
    }

    /** A domain that somebody made by hand. */
    public void addUnmanaged(String name, GuestState state) {
        GuestId guest = idOf(name);
        guests.put(guest, new FakeGuest(guest, name, Optional.empty(), state, GuestJob.NONE, 1, 512));
    }

    /** From now on the guest runs on when it is asked to shut down. */
    public void turnDeaf(GuestId guest) {
        deafToShutDown.add(guest);
    }

    /** Its guests' disks, and the files that are made here for others'. */
    public FakeCopies copies() {
        return copies;
    }

    /** What became of the autostart of a guest that was adopted here. */
    public Optional<StartsWithHost> startsWithHost(GuestId guest) {
        return adoptions.startsWithHost(guest);
    }

    /** What this host was told of a guest's start without a controller. */
    public OwnStart ownStart(GuestId guest) {
        return adoptions.ownStart(guest);
    }

    /** From now on nothing here keeps a guest from running twice. */
    public void refuseOwnGuests() {
        adoptions.refusesOwnGuests = true;
    }

    public static GuestId idOf(String unmanaged) {
        return new GuestId(UUID.nameUUIDFromBytes(("unmanaged " + unmanaged).getBytes(StandardCharsets.UTF_8)));
    }

    /** Somebody renames a guest with other tools. */
    public void rename(GuestId guest, String name) {
        guests.computeIfPresent(
                guest,
                (id, there) -> new FakeGuest(
                        id, name, there.placement(), there.state(), there.job(), there.vcpus(), there.memoryMib()));
    }

    /** The definition that was put back last. */
    public Optional<AgentCommand.RedefineGuest> redefined() {
        return redefined;
    }

    CommandResult redefine(AgentCommand.RedefineGuest command, PlacementGeneration placement) {
        redefined = Optional.of(command);
        guests.putIfAbsent(
                command.guest(),
                new FakeGuest(
                        command.guest(),
                        command.name(),
                        Optional.of(placement),
                        GuestState.SHUT_OFF,
                        GuestJob.NONE,
                        1,
                        512));
        rename(command.guest(), command.name());
        return new CommandResult.Done();
    }

    /** Whether our mark is on the guest. */
    public boolean isMarked(GuestId guest) {
        @Nullable FakeGuest there = guests.get(guest);
        return there != null && there.placement().isPresent();
    }

    /** The mark was written after all, though nobody said so. */
    public void mark(GuestId guest, long placement) {
        guests.computeIfPresent(guest, (id, there) -> there.with(new PlacementGeneration(placement)));
    }

    /** Somebody does something to a guest with other tools. */
    public void set(GuestId guest, GuestState state) {
        guests.computeIfPresent(guest, (id, there) -> there.with(state));
    }

    /** Somebody moves a running guest with other tools; the metadata goes along, and nothing is left behind. */
    void moveByHand(GuestId guest, FakeHost to) {
        copyByHand(guest, to);
        guests.remove(guest);
    }

    /** Somebody starts a second copy. */
    void copyByHand(GuestId guest, FakeHost to) {
        guests.computeIfPresent(guest, (id, there) -> {
            to.guests.put(id, there);
            return there;
        });
    }

    public void remove(GuestId guest) {
        adoptions.forgetMark(guest);
        guests.remove(guest);
    }

    public Optional<GuestState> stateOf(GuestId guest) {
        @Nullable FakeGuest there = guests.get(guest);
        return there == null ? Optional.empty() : Optional.of(there.state());
    }

    public boolean isBuried(GuestId guest, long placement) {
        return buried.getOrDefault(guest, 0L) >= placement;
    }

    /** Whether an arrival of the guest is still announced. */
    public boolean expects(GuestId guest) {
        return arrivals.contains(guest);
    }

    /** Whether the guard's log still has a step. */
    public boolean remembersSteps() {
        return !steps.isEmpty();
    }

    String bootId() {
        return id + "-boot-" + boots;
    }

    static String stepKey(OperationId operation, int step) {
        return operation + " " + step;
    }

    public List<ObservedGuest> observed() {
        return guests.values().stream().map(FakeGuest::observed).toList();
    }

    HostFacts facts() {
        return new HostFacts(
                new CpuProfile(vendor, "", List.of(), true),
                ResourceScope.MACHINE,
                16,
                8,
                memoryMib,
                0,
                8_002_000,
                9_000_000,
                List.of("pc-q35-7.2", "pc-q35-8.2"),
                List.of(pool("local"), pool("shared"), pool("fake-shared")),
                List.of("default"),
                List.of(),
                "10.0.0." + id.value().substring(1));
    }

    private static StoragePool pool(String name) {
        return new StoragePool(name, "dir", "/pools/" + name, 100_000, 50_000);
    }
}
