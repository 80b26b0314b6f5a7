package io.kvmherd.common.protocol;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTransport;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.StartsWithHost;
import java.util.List;
import java.util.Optional;

/** What a controller may ask of an agent. */
public sealed interface AgentCommand {

    /** Asks only: changes nothing, may be repeated at will, is not written to the guard's log. */
    sealed interface Inquiry extends AgentCommand {}

    /** Changes something: admitted by the guard, logged before it is done, done at most once per operation and step. */
    sealed interface Change extends AgentCommand {}

    /** What is this guest's state here, right now, from libvirt itself? Answered by {@code GuestInspected}. */
    record InspectGuest(GuestId guest) implements Inquiry {}

    /**
     * Source side of a migration's first check: the live CPU, machine type and QEMU. Answered by {@code GuestDescribed}.
     *
     * @param withDisks whether the answer tells of its disks as well, because some shall be copied
     */
    record DescribeGuest(GuestId guest, boolean withDisks) implements Inquiry {}

    /**
     * Destination side of the check. Answered by {@code ArrivalChecked}.
     *
     * @param from host that runs the guest; the agent refuses another CPU vendor by itself
     * @param fromVendor CPU vendor of that host, as its CPU says it
     * @param qemuVersion of that host
     * @param liveDomainXml the running guest's migratable XML as the source described it
     * @param copies disks that would be copied to here
     * @param off whether the guest is off: then neither CPU nor QEMU's version keeps it away. Left out by controllers that
     *     know only live migration, which means false
     */
    record CheckArrival(
            GuestId guest,
            GuestSpec spec,
            HostId from,
            String fromVendor,
            String liveDomainXml,
            long qemuVersion,
            List<GuestDisk> copies,
            boolean off)
            implements Inquiry {
        public CheckArrival {
            copies = List.copyOf(copies);
        }

        /** About a running guest none of whose disks is copied. */
        // size: the record's own components
        public CheckArrival(
                GuestId guest, GuestSpec spec, HostId from, String fromVendor, String liveDomainXml, long qemuVersion) {
            this(guest, spec, from, fromVendor, liveDomainXml, qemuVersion, List.of(), false);
        }
    }

    /** Reads the proof that another host wrote into a pool. Answered by {@code ProofRead}. */
    record ReadPoolProof(String pool, String nonce) implements Inquiry {}

    /** The current XML of a guest. Answered by {@code GuestDescribed}. */
    record ReadGuestXml(GuestId guest) implements Inquiry {}

    /**
     * Describes guests that kvmherd did not define, for their adoption. Guests that are not there are left out. Answered
     * by {@code GuestsSurveyed}.
     *
     * @param guests at most {@code Limits.SURVEY_GUESTS}
     * @param sharedPools pools that the operator declared shared: a guest with a disk there may run on another host
     */
    record SurveyGuests(List<GuestId> guests, List<String> sharedPools) implements Inquiry {
        public SurveyGuests {
            guests = List.copyOf(guests);
            sharedPools = List.copyOf(sharedPools);
        }
    }

    /**
     * Writes a random value into a pool, for another host to read. Proofs of other operations stay; what this host wrote
     * long ago is cleared away.
     */
    record WritePoolProof(String pool, String nonce) implements Change {}

    /** Defines the guest, persistent and without autostart; does not start it. */
    record CreateGuest(GuestId guest, GuestSpec spec) implements Change {}

    record StartGuest(GuestId guest) implements Change {}

    /** Asks the guest's own system to shut down; done when it was asked. */
    record ShutDownGuest(GuestId guest) implements Change {}

    /** Switches the guest off. */
    record DestroyGuest(GuestId guest) implements Change {}

    /**
     * Switches off the copy that a migration left on its source, paused, while the destination runs the guest. Refused
     * with PRECONDITION unless the guest is paused by a migration and no job runs on it; absent or off is a success.
     */
    record DestroyLeftBehind(GuestId guest) implements Change {}

    /** Removes the definition of a guest that is off. Volumes stay. */
    record DeleteGuest(GuestId guest) implements Change {}

    /** Lets a guest continue that a failed migration left paused on its source. */
    record ResumeGuest(GuestId guest) implements Change {}

    /**
     * Announces that a guest will arrive, which the agent remembers until it is adopted, withdrawn or buried, or the agent
     * starts anew. It keeps nothing out by itself: libvirt also takes an arrival that nobody announced.
     *
     * @param ttlMs how long the announcement holds
     * @param copies disks that will be copied to here: a file of the right size is made for each. One that is there
     *     already is never written over, and the announcement fails
     */
    record ExpectArrival(GuestId guest, HostId from, long ttlMs, List<GuestDisk> copies) implements Change {
        public ExpectArrival {
            copies = List.copyOf(copies);
        }
    }

    /**
     * Takes an announcement back.
     *
     * @param discarded copies that are removed because the guest is known to be on its source: only files that this
     *     operation made here, and only while the guest is not active here
     */
    record WithdrawArrival(GuestId guest, List<GuestDisk> discarded) implements Change {
        public WithdrawArrival {
            discarded = List.copyOf(discarded);
        }
    }

    /**
     * Sends a running guest to another host, peer to peer. Its answer is a hint; the outcome is judged from both hosts.
     *
     * @param destinationUri libvirt URI of the destination as the source reaches it
     * @param migrationUri where the memory goes: {@code tcp://ADDRESS}
     * @param toVendor CPU vendor of the destination; the agent refuses one that is not its own
     * @param sharedPools pools that were declared and proved shared between these two hosts; a disk elsewhere is refused
     * @param bandwidthMibPerSecond upper bound, 0 for none
     * @param timeoutMs after which the agent aborts by itself
     * @param noProgressMs after which a migration that sends nothing is aborted
     * @param policy how far it may go to get to its end; left out by controllers that know none, which means normal
     * @param copiedDisks names of the disks ("vda") that are copied along, because their pools are not shared
     * @param transport in the clear or over TLS; left out by controllers that know only the first
     */
    record MigrateGuest(
            GuestId guest,
            HostId to,
            String destinationUri,
            String migrationUri,
            String toVendor,
            List<String> sharedPools,
            long bandwidthMibPerSecond,
            long timeoutMs,
            long noProgressMs,
            Optional<MigrationPolicy> policy,
            List<String> copiedDisks,
            Optional<MigrationTransport> transport)
            implements Change {
        public MigrateGuest {
            sharedPools = List.copyOf(sharedPools);
            copiedDisks = List.copyOf(copiedDisks);
        }

        /** As controllers ask that know no transport but the plain one. */
        // size: the record's own components
        public MigrateGuest(
                GuestId guest,
                HostId to,
                String destinationUri,
                String migrationUri,
                String toVendor,
                List<String> sharedPools,
                long bandwidthMibPerSecond,
                long timeoutMs,
                long noProgressMs,
                Optional<MigrationPolicy> policy) {
            this(
                    guest,
                    to,
                    destinationUri,
                    migrationUri,
                    toVendor,
                    sharedPools,
                    bandwidthMibPerSecond,
                    timeoutMs,
                    noProgressMs,
                    policy,
                    List.of(),
                    Optional.empty());
        }
    }

    /**
     * Hands the definition of a guest that is off to another host, peer to peer, and removes it here. Its answer is a hint,
     * as that of {@code MigrateGuest}.
     *
     * @param destinationUri libvirt URI of the destination as the source reaches it
     * @param sharedPools pools that were declared and proved shared between these two hosts; a disk elsewhere is refused
     */
    record RelocateGuest(GuestId guest, HostId to, String destinationUri, List<String> sharedPools) implements Change {
        public RelocateGuest {
            sharedPools = List.copyOf(sharedPools);
        }
    }

    /**
     * Watches over a migration that an earlier life of this agent began, until none leaves any more. Its answer is a
     * hint, as that of {@code MigrateGuest}.
     *
     * @param timeoutMs as there; the time counts from the migration's own beginning
     */
    record FollowMigration(GuestId guest, long timeoutMs, long noProgressMs, Optional<MigrationPolicy> policy)
            implements Change {}

    /**
     * Bounds the rate at which a guest that is leaving is sent.
     *
     * @param mibPerSecond 0 for no bound
     */
    record LimitMigration(GuestId guest, long mibPerSecond) implements Change {}

    /**
     * Switches a guest that is leaving over at once; the rest of its memory follows. From then on there is no way back.
     */
    record StartPostCopy(GuestId guest) implements Change {}

    /** Asks libvirt to abort the guest's migration; the outcome is judged as always. */
    record AbortMigration(GuestId guest) implements Change {}

    /**
     * Writes the generation that the host now owns into the guest's metadata, after an arrival. Answered by
     * {@code Arrived}.
     *
     * @param copies what was copied along: from now on these are the guest's disks, and no withdrawal removes them
     */
    record AdoptArrival(GuestId guest, List<GuestDisk> copies) implements Change {
        public AdoptArrival {
            copies = List.copyOf(copies);
        }
    }

    /**
     * Buries the envelope's placement generation: it may never run here again. Refused while the guest is active here; a
     * definition that a migration left behind is removed.
     */
    record BuryGuest(GuestId guest) implements Change {}

    /**
     * Takes a guest over that somebody else defined: writes our element into its metadata and turns libvirt's autostart
     * off. Nothing else of it is touched. Repeating it is a success.
     *
     * @param startsWithHost what its autostart becomes
     * @param ownStart whether it starts with its host though no controller answers, because one runs in it; refused where
     *     what it relies on is not there. Left out by controllers that do not know, which leaves it as it is
     */
    record AdoptGuest(GuestId guest, StartsWithHost startsWithHost, Optional<OwnStart> ownStart) implements Change {
        /** Of a guest about whose own start nothing is said. */
        public AdoptGuest(GuestId guest, StartsWithHost startsWithHost) {
            this(guest, startsWithHost, Optional.empty());
        }
    }

    /**
     * Puts back what an operator accepted of a guest's definition: its name, its text, its autostart. A guest that is not there
     * is defined; one that runs takes the text at its next start. Refused while it moves, and where the name differs while it is
     * active, which libvirt does not allow.
     *
     * @param text normal form of the definition; empty where it is to stay as it is
     * @param autostart whether libvirt starts the guest by itself
     * @param startsWithHost what the mark of an adopted guest is to say where the guest is not there any more, and its mark
     *     neither; left out by controllers that do not know, which means that it does not start with its host
     */
    record RedefineGuest(
            GuestId guest, String name, String text, boolean autostart, Optional<StartsWithHost> startsWithHost)
            implements Change {}

    /** Lets a guest go: gives libvirt's autostart back as it was and removes our element. Absent is a success. */
    record ReleaseGuest(GuestId guest) implements Change {}
}
