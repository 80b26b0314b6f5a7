package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.protocol.CommandResult.GuestDescribed;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The hypervisor of one host.
 *
 * <p>Every method but {@link #watchGuests} blocks until the hypervisor has answered and may be called from any thread
 * that may block; calls on different guests run in parallel up to the adapter's bounds. Failures are
 * {@code KvmherdException}: {@code UNREACHABLE} when the hypervisor cannot be asked (nothing is known about the effect),
 * {@code NOT_FOUND} when a live hypervisor says that there is no such guest, {@code CONFLICT} when the guest's state does
 * not allow it, {@code HYPERVISOR_FAILED} with the hypervisor's words otherwise, {@code BUSY} when too many calls wait.
 * Absence is only ever reported by a live hypervisor.
 */
public interface Hypervisor {
    HypervisorFacts facts();

    /** All domains in one call, managed or not, at most {@code Limits.GUESTS_PER_HOST}. */
    List<ObservedGuest> guests();

    /** Empty only when a live hypervisor has no such domain. */
    Optional<ObservedGuest> inspect(GuestId guest);

    /** Migratable XML of a running guest, or the persistent XML of one that is off, with machine type and QEMU version. */
    GuestDescribed describe(GuestId guest);

    /**
     * Whether this host could receive the guest: CPU (asked of the hypervisor with the guest's live CPU), machine type,
     * QEMU not older, pools, networks, no other domain of that id or name, a place for each copied disk. Vendor equality is checked by the caller.
     *
     * @return what stands in the way; empty when nothing does
     */
    List<Reason> checkArrival(Arrival arrival);

    /** Defines a persistent domain without autostart; replaces an inactive definition of the same id and name. */
    void define(GuestDefinition definition);

    void start(GuestId guest);

    /** Asks the guest to shut down; returns when it was asked. */
    void shutDown(GuestId guest);

    /** Switches the guest off; a guest that is off already is a success. */
    void destroy(GuestId guest);

    /** Removes the definition of a guest that is off; absent is a success. Volumes, NVRAM and a TPM's state stay. */
    void undefine(GuestId guest);

    /** Lets a paused guest continue; running already is a success. */
    void resume(GuestId guest);

    /**
     * Writes a placement generation into the guest's metadata, live and persistent. What is recorded of its autostart stays,
     * but ALONE becomes ASKED: a guest whose generation changes may have been elsewhere. So does what is recorded of its start
     * without a controller.
     */
    void markPlacement(GuestId guest, PlacementGeneration placement);

    /** A domain as it is defined, whoever defined it; looks at the files of its disks too. */
    DomainSurvey survey(GuestId guest);

    /**
     * A domain's definition, to be compared with an earlier reading; empty for one that is transient, absent or not whole at
     * the moment because it is arriving.
     */
    Optional<DomainReading> read(GuestId guest);

    /**
     * Puts a definition back. Metadata, ours and others', and passwords of displays stay as the domain has them; what runs is
     * not touched. CONFLICT where a domain that is active would have to be renamed. May be repeated.
     */
    void redefine(Redefinition redefinition);

    /**
     * Writes our element into the metadata of a domain, with what is recorded of its autostart and of its start without a
     * controller, and then turns autostart off. All else of its definition, other elements of its metadata included, stays.
     * May be repeated.
     */
    void takeOver(GuestId guest, PlacementGeneration placement, StartsWithHost recorded, OwnStart ownStart);

    /** Turns autostart on if our element says that it was, then removes our element. May be repeated. */
    void giveBack(GuestId guest);

    /**
     * Sends the guest to another host and returns when the hypervisor says that it ended. That word is a hint: the
     * outcome is judged from both hosts' states.
     *
     * @param progress told about once a second, on a thread of the adapter; must not block, but may call for this guest
     *     what changes the migration that is going on
     */
    void migrate(Departure departure, Consumer<MigrationStatistics> progress);

    /**
     * Hands the definition of a guest that is off to another host and removes it here; returns when the hypervisor says
     * that it ended. That word is a hint, as with {@link #migrate}. CONFLICT when the guest is active, or has something on
     * this host that would not go with it.
     *
     * @param destinationUri as in {@link Departure}; over TLS where it says so
     */
    void relocate(GuestId guest, String destinationUri);

    /**
     * Watches a migration of the guest that somebody else began, and returns when none leaves any more, or after an hour
     * of watching.
     *
     * @param progress as of {@link #migrate}
     */
    void followMigration(GuestId guest, Consumer<MigrationStatistics> progress);

    /** How long the guest that is leaving may stand still at the switch-over. CONFLICT when it is not leaving. */
    void allowDowntime(GuestId guest, long milliseconds);

    /** @param mibPerSecond 0 for no limit. CONFLICT when the guest is not leaving */
    void limitMigration(GuestId guest, long mibPerSecond);

    /**
     * Switches a guest that is leaving over before all of its memory is there; returns when that was begun. From then on
     * neither end can be without the other. CONFLICT when the guest is not leaving, or not in a way that allows it.
     */
    void startPostCopy(GuestId guest);

    /**
     * Requests that the guest's migration stops; returns before it has. No migration is a success. CONFLICT in post-copy,
     * from which there is no way back.
     */
    void abortMigration(GuestId guest);

    /** What a running guest has on this host that could be copied to another, and what could not. */
    GuestDisks disks(GuestId guest);

    /** The files that other hosts' disks are copied into. */
    DiskCopies copies();

    /** What the arrival of this guest took; empty when the hypervisor does not know (any more). */
    Optional<MigrationFigures> arrivalFigures(GuestId guest);

    /**
     * Writes a small file with the nonce's name into the pool. Another operation's proof that nobody has read yet stays;
     * what this host wrote long ago is cleared away.
     */
    void writePoolProof(String pool, String nonce);

    boolean readPoolProof(String pool, String nonce);

    /**
     * From now on, tells about each change of a guest. May miss changes while disconnected: {@link HypervisorWatcher}
     * is told when a connection was made (again), and has to take a full inventory then.
     */
    void watchGuests(HypervisorWatcher watcher);
}
