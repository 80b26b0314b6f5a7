package io.kvmherd.agent.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.kvmherd.agent.core.domain.DomainMetadata;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.libvirt.Error.ErrorNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at guests. One call brings the statistics of all domains; our metadata and the job of those that run are asked for
 * one by one, since no call brings them together.
 */
final class GuestReader {
    private static final Logger LOG = LoggerFactory.getLogger(GuestReader.class);

    private static final int STATS = NativeLibvirt.STATS_STATE
            | NativeLibvirt.STATS_CPU_TOTAL
            | NativeLibvirt.STATS_BALLOON
            | NativeLibvirt.STATS_VCPU;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long KIB_PER_MIB = 1_024;
    private static final int UUID_TEXT_BYTES = 37;

    private GuestReader() {}

    /** At most {@code Limits.GUESTS_PER_HOST}. */
    static List<ObservedGuest> all(OpenConnection connection) {
        PointerByReference records = new PointerByReference();
        int count = NativeLibvirt.virConnectGetAllDomainStats(
                connection.pointer(), STATS, records, connection.isTestDriver() ? 0 : NativeLibvirt.STATS_NOWAIT);
        LibvirtFailures.requireSuccess(count, "listing its guests");
        return read(records, count);
    }

    static Optional<ObservedGuest> one(OpenConnection connection, GuestId guest) {
        Pointer domain = NativeLibvirt.virDomainLookupByUUIDString(connection.pointer(), guest.toString());
        if (domain == null) {
            if (LibvirtFailures.lastIs(ErrorNumber.VIR_ERR_NO_DOMAIN)) {
                return Optional.empty();
            }
            throw LibvirtFailures.last("looking for guest " + guest);
        }
        try (Memory listOfOne = new Memory(2L * Native.POINTER_SIZE)) {
            listOfOne.clear();
            listOfOne.setPointer(0, domain);
            PointerByReference records = new PointerByReference();
            int count = NativeLibvirt.virDomainListGetStats(
                    listOfOne, STATS, records, connection.isTestDriver() ? 0 : NativeLibvirt.STATS_NOWAIT);
            LibvirtFailures.requireSuccess(count, "looking at guest " + guest);
            return read(records, count).stream().findFirst();
        } finally {
            LibvirtFailures.requireSuccess(NativeLibvirt.virDomainFree(domain), "freeing a domain");
        }
    }

    private static List<ObservedGuest> read(PointerByReference records, int count) {
        Pointer list = records.getValue();
        try {
            List<ObservedGuest> guests = new ArrayList<>();
            for (int i = 0; i < Math.min(count, Limits.GUESTS_PER_HOST); i++) {
                Pointer statistics = list.getPointer((long) i * Native.POINTER_SIZE);
                Pointer domain = statistics.getPointer(0);
                Pointer parameters = statistics.getPointer(Native.POINTER_SIZE);
                int parameterCount = statistics.getInt(2L * Native.POINTER_SIZE);
                guests.add(guest(domain, NativeParameters.copy(parameters, parameterCount)));
            }
            return List.copyOf(guests);
        } finally {
            if (list != null) {
                NativeLibvirt.virDomainStatsRecordListFree(list);
            }
        }
    }

    private static ObservedGuest guest(Pointer domain, NativeParameters statistics) {
        int state = (int) statistics.number("state.state");
        int reason = (int) statistics.number("state.reason");
        GuestJob job = job(domain, GuestStates.state(state, reason, GuestJob.NONE));
        boolean complete = statistics.has("vcpu.current") && statistics.has("balloon.maximum");
        Size size = complete
                ? new Size(statistics.number("vcpu.current"), statistics.number("balloon.maximum"))
                : Size.of(domain);
        return new ObservedGuest(
                id(domain),
                String.valueOf(NativeLibvirt.virDomainGetName(domain)),
                placement(domain),
                GuestStates.state(state, reason, job),
                job,
                Math.toIntExact(size.vcpus()),
                size.memoryKib() / KIB_PER_MIB,
                statistics.number("balloon.rss") / KIB_PER_MIB,
                statistics.number("cpu.time") / NANOS_PER_MS);
    }

    private static GuestId id(Pointer domain) {
        byte[] text = new byte[UUID_TEXT_BYTES];
        LibvirtFailures.requireSuccess(NativeLibvirt.virDomainGetUUIDString(domain, text), "reading a domain's UUID");
        return GuestId.of(new String(text, 0, UUID_TEXT_BYTES - 1, StandardCharsets.US_ASCII));
    }

    /** Metadata that cannot be read makes a domain unmanaged: better left alone than acted on by mistake. */
    private static Optional<PlacementGeneration> placement(Pointer domain) {
        Pointer text =
                NativeLibvirt.virDomainGetMetadata(domain, NativeLibvirt.METADATA_ELEMENT, DomainMetadata.NAMESPACE, 0);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return DomainMetadata.markIn(text.getString(0, "UTF-8")).map(DomainMetadata.Mark::placement);
        } catch (KvmherdException e) {
            LOG.warn("domain {} is taken for unmanaged: {}", id(domain), e.getMessage());
            return Optional.empty();
        } finally {
            Native.free(Pointer.nativeValue(text));
        }
    }

    /** Of an arrival libvirt has no statistics and says so by a failure, which is how an arrival is known. */
    private static GuestJob job(Pointer domain, GuestState state) {
        if (!state.isActive()) {
            return GuestJob.NONE;
        }
        Optional<DomainJob> job = DomainJob.of(domain);
        if (job.isPresent()) {
            return GuestStates.job(job.get().type(), job.get().parameters().number("operation"));
        }
        boolean arriving = state == GuestState.PAUSED_FOR_MIGRATION
                && LibvirtFailures.lastIs(ErrorNumber.VIR_ERR_OPERATION_UNSUPPORTED);
        return arriving ? GuestJob.MIGRATION_IN : GuestJob.NONE;
    }

    /** A guest's size from the plain call, for drivers and moments in which the statistics leave it out. */
    private record Size(long vcpus, long memoryKib) {
        private static final int STRUCTURE_BYTES = 40;
        private static final int MAX_MEMORY_OFFSET = 8;
        private static final int VCPUS_OFFSET = 24;

        static Size of(Pointer domain) {
            try (Memory structure = new Memory(STRUCTURE_BYTES)) {
                structure.clear();
                if (NativeLibvirt.virDomainGetInfo(domain, structure) < 0) {
                    return new Size(0, 0);
                }
                return new Size(
                        Short.toUnsignedLong(structure.getShort(VCPUS_OFFSET)), structure.getLong(MAX_MEMORY_OFFSET));
            }
        }
    }
}
