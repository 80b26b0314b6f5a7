package io.kvmherd.controller.app.request;

import io.kvmherd.common.api.EvacuationSetting;
import io.kvmherd.common.api.MigrationSetting;
import io.kvmherd.common.model.AccessRole;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTuning;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.common.model.RestoreScope;
import io.kvmherd.controller.app.state.AdoptionWish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What may be asked of the controller. Guests are named by id or name as the caller gave it; a name that is unknown is
 * answered, not thrown.
 */
public sealed interface Request {
    /** What the caller says in his own words; empty for none. */
    String reason();

    /** Whether the caller only wants to know what would happen. */
    default boolean dryRun() {
        return false;
    }

    record CreateGuest(GuestSpec spec, boolean start, Optional<HostId> host, boolean dryRun, String reason)
            implements Request {}

    record StartGuest(String guest, boolean dryRun, String reason) implements Request {}

    record ShutDownGuest(String guest, boolean dryRun, String reason) implements Request {}

    record StopGuest(String guest, boolean dryRun, String reason) implements Request {}

    /** @param definition also of an adopted guest, whose only definition goes with it */
    record DeleteGuest(String guest, boolean definition, boolean dryRun, String reason) implements Request {}

    /** Take the guest as it is for what is wished. */
    record AcceptGuest(String guest, String reason) implements Request {}

    /** Bring the guest to what is wished. */
    record RestoreGuest(String guest, boolean dryRun, String reason) implements Request {}

    /**
     * @param policy instead of the guest's and the cluster's
     * @param limitMibPerSecond instead of the cluster's; 0 for no limit
     * @param copyStorage whether disks in pools that are not shared are copied along
     * @param tuning what is wanted otherwise than the policy says
     */
    record MigrateGuest(
            String guest,
            Optional<HostId> to,
            Optional<MigrationPolicy> policy,
            OptionalLong limitMibPerSecond,
            boolean copyStorage,
            MigrationTuning tuning,
            boolean dryRun,
            String reason)
            implements Request {

        /** Just as the policy says, and no disk goes along. */
        // size: the record's own components
        public MigrateGuest(
                String guest,
                Optional<HostId> to,
                Optional<MigrationPolicy> policy,
                OptionalLong limitMibPerSecond,
                boolean dryRun,
                String reason) {
            this(guest, to, policy, limitMibPerSecond, false, MigrationTuning.NONE, dryRun, reason);
        }
    }

    /** Moves the definition of a guest that is off. */
    record RelocateGuest(String guest, Optional<HostId> to, boolean dryRun, String reason) implements Request {}

    /** Cordon (CORDONED) or uncordon (ACTIVE). */
    record SetDuty(HostId host, HostDuty duty, String reason) implements Request {}

    /**
     * What holds for the whole cluster; what is empty stays as it is.
     *
     * @param mode whether it is managed or only observed; the stricter of it, the host's and that of the host's agent holds
     * @param migration how far migrations may go of guests that have no policy of their own
     */
    record SetCluster(Optional<ManagementMode> mode, Optional<MigrationSetting> migration, String reason)
            implements Request {}

    /**
     * What holds for one host; what is empty stays as it is.
     *
     * @param mode the stricter of it, the cluster's and that of the host's agent holds
     * @param migrationsOut live migrations that may leave it at a time; 0 is as the cluster says
     * @param migrationsIn likewise, that may arrive
     */
    record SetHost(
            HostId host,
            Optional<ManagementMode> mode,
            OptionalInt migrationsOut,
            OptionalInt migrationsIn,
            String reason)
            implements Request {}

    /** Takes a drained host out of the cluster; nothing on it is touched. */
    record RemoveHost(HostId host, boolean dryRun, String reason) implements Request {}

    /** Lets a host that was removed join again. */
    record AddHost(HostId host, String reason) implements Request {}

    /**
     * @param hosts are emptied together: none takes a guest of another
     * @param copyStorage whether disks in pools that are not shared are copied along
     */
    record EvacuateHosts(List<HostId> hosts, boolean copyStorage, boolean dryRun, String reason) implements Request {
        public EvacuateHosts {
            hosts = hosts.stream().sorted().distinct().toList();
        }
    }

    /** Brings back the guests that evacuations took from the host since it last took guests. */
    record RestoreHost(HostId host, RestoreScope scope, boolean dryRun, String reason) implements Request {}

    /**
     * What holds for one guest; what is empty stays as it is.
     *
     * @param evacuation what evacuations do with it
     * @param migration how far its live migrations may go
     */
    record SetGuest(
            String guest, Optional<EvacuationSetting> evacuation, Optional<MigrationSetting> migration, String reason)
            implements Request {}

    record ApplyPlan(PlanId plan, String reason) implements Request {}

    record CancelOperation(OperationId operation, String reason) implements Request {}

    /**
     * Something that the caller may not do. It is handed in all the same, so that the audit has it.
     *
     * @param action the operation's name in the API's description
     * @param object what it was to be done to
     * @param why the caller may not
     */
    record Denied(String action, String object, String why) implements Request {
        @Override
        public String reason() {
            return "";
        }
    }

    /**
     * A token for the API.
     *
     * @param name unique among tokens
     * @param validity how long it holds, from now
     */
    record CreateToken(String name, AccessRole role, Duration validity, TokenSecret secret, String reason)
            implements Request {}

    /** From now on the token opens nothing. */
    record RevokeToken(String name, String reason) implements Request {}

    /** @param mibPerSecond what the migration may send each second from now on, 0 for no limit */
    record LimitMigration(OperationId operation, long mibPerSecond, String reason) implements Request {}

    /** Switches a migration over to post-copy now. */
    record StartPostCopy(OperationId operation, String reason) implements Request {}

    /** The guest's current domain XML, from its host. */
    record ReadGuestXml(String guest, String reason) implements Request {}

    /** Takes guests over that somebody else defined. Answered when the agents have described them. */
    record AdoptGuests(AdoptionWish wish) implements Request {
        @Override
        public boolean dryRun() {
            return wish.dryRun();
        }

        @Override
        public String reason() {
            return wish.reason();
        }
    }

    /** Lets a guest go, as it is. */
    record ReleaseGuest(String guest, boolean dryRun, String reason) implements Request {}

    /**
     * Lets all guests go, each as it is.
     *
     * @param host only those of this host
     */
    record ReleaseGuests(Optional<HostId> host, boolean dryRun, String reason) implements Request {}

    /**
     * Says whether a controller of this cluster runs in the guest.
     *
     * @param withoutDiskLock whether its agent shall start it by itself though no lock keeps it from running twice
     */
    record MarkGuest(String guest, boolean carriesController, boolean withoutDiskLock, String reason)
            implements Request {}
}
