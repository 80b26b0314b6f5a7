package io.kvmherd.agent.libvirt;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.MigrationFigures;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** What is asked of, and told about, a migration that is going on, each within one call on one connection. */
final class MigrationTuning {
    /** The most that libvirt can pass on: no limit. */
    private static final long UNLIMITED_MIB_PER_SECOND = Long.MAX_VALUE / (1_024 * 1_024);

    private static final int MIGRATION_IN = 4;

    private final OpenConnection connection;

    MigrationTuning(OpenConnection connection) {
        this.connection = connection;
    }

    void allowDowntime(GuestId guest, long milliseconds) {
        ofLeaving(
                guest,
                "allowing a pause of " + milliseconds + " ms",
                domain -> NativeLibvirt.virDomainMigrateSetMaxDowntime(domain, milliseconds, 0));
    }

    /** @param mibPerSecond 0 for no limit */
    void limit(GuestId guest, long mibPerSecond) {
        long limit = mibPerSecond == 0 ? UNLIMITED_MIB_PER_SECOND : mibPerSecond;
        ofLeaving(
                guest,
                "limiting the rate to " + limit + " MiB/s",
                domain -> NativeLibvirt.virDomainMigrateSetMaxSpeed(domain, new NativeLong(limit), 0));
    }

    void startPostCopy(GuestId guest) {
        ofLeaving(
                guest,
                "switching to post-copy",
                domain ->
                        GuestStates.isInPostCopy(domain) ? 0 : NativeLibvirt.virDomainMigrateStartPostCopy(domain, 0));
    }

    Optional<MigrationFigures> arrivalFigures(GuestId guest) {
        return on(
                guest,
                domain -> DomainJob.ended(domain)
                        .filter(job -> job.parameters().number("operation") == MIGRATION_IN)
                        .map(DomainJob::figures));
    }

    /** libvirt would also take these for a guest that stays, for some later migration. */
    private void ofLeaving(GuestId guest, String what, ToIntFunction<Pointer> call) {
        on(guest, domain -> {
            boolean leaves = DomainJob.of(domain)
                    .filter(job ->
                            GuestStates.job(job.type(), job.parameters().number("operation")) == GuestJob.MIGRATION_OUT)
                    .isPresent();
            if (!leaves) {
                throw new KvmherdException(
                        ErrorCode.CONFLICT, "guest " + guest + " is not leaving this host; " + what + " has no object");
            }
            LibvirtFailures.requireSuccess(call.applyAsInt(domain), what + " for guest " + guest);
            return guest;
        });
    }

    private <T> T on(GuestId guest, Function<Pointer, T> call) {
        Pointer domain = NativeLibvirt.virDomainLookupByUUIDString(connection.pointer(), guest.toString());
        if (domain == null) {
            throw LibvirtFailures.last("looking for guest " + guest);
        }
        try {
            return call.apply(domain);
        } finally {
            LibvirtFailures.requireSuccess(NativeLibvirt.virDomainFree(domain), "freeing a domain");
        }
    }
}
