package io.kvmherd.agent.libvirt;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.kvmherd.agent.core.domain.CpuXmlReader;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.CpuInUse;
import io.kvmherd.common.model.CpuOffer;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.Virtualisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.libvirt.LibvirtException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the hypervisor can give to guests, and what it gave to those that run. Neither is worth a report that fails: what
 * cannot be read is left out, and the controller leaves it to libvirt then.
 */
final class CpuReader {
    private static final Logger LOG = LoggerFactory.getLogger(CpuReader.class);

    private final CpuModels models = new CpuModels();

    /** One entry for each kind that the hypervisor runs. */
    List<CpuOffer> offers(OpenConnection connection, HostCapabilities capabilities) {
        List<CpuOffer> offers = new ArrayList<>();
        for (Virtualisation kind : Virtualisation.values()) {
            offer(connection, capabilities, kind).ifPresent(offers::add);
        }
        return List.copyOf(offers);
    }

    private Optional<CpuOffer> offer(OpenConnection connection, HostCapabilities capabilities, Virtualisation kind) {
        String type = kind == Virtualisation.KVM ? "kvm" : "qemu";
        if (connection.isTestDriver() || !capabilities.domainTypes().contains(type)) {
            return Optional.empty();
        }
        Pointer answer = NativeLibvirt.virConnectGetDomainCapabilities(
                connection.pointer(), capabilities.emulator(), capabilities.architecture(), null, type, 0);
        if (answer == null) {
            LOG.debug("no guests of type {} here: {}", type, LibvirtFailures.lastMessage());
            return Optional.empty();
        }
        try {
            return reader(connection, capabilities).ofCapabilities(answer.getString(0, "UTF-8"), kind);
        } catch (KvmherdException e) {
            LOG.warn("what guests of type {} can be given is not known: {}", type, e.getMessage());
            return Optional.empty();
        } finally {
            Native.free(Pointer.nativeValue(answer));
        }
    }

    /** The CPUs of all guests that run, each once; at most {@code Limits.CPUS_IN_USE} of them. */
    List<CpuInUse> inUse(OpenConnection connection, HostCapabilities capabilities) throws LibvirtException {
        if (connection.isTestDriver()) {
            return List.of();
        }
        int[] running = connection.listDomains();
        Arrays.sort(running);
        Map<GuestCpu, List<GuestId>> users = new LinkedHashMap<>();
        CpuXmlReader reader = reader(connection, capabilities);
        for (int number : Arrays.copyOf(running, Math.min(running.length, Limits.GUESTS_PER_HOST))) {
            read(connection, reader, number)
                    .forEach((guest, cpu) -> users.computeIfAbsent(cpu, unknown -> new ArrayList<>())
                            .add(guest));
        }
        return users.entrySet().stream()
                .limit(Limits.CPUS_IN_USE)
                .map(entry -> new CpuInUse(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Empty for a guest that ended meanwhile, or whose CPU says nothing. */
    private static Map<GuestId, GuestCpu> read(OpenConnection connection, CpuXmlReader reader, int number) {
        Map<GuestId, GuestCpu> found = new TreeMap<>();
        try (DomainHandle handle = new DomainHandle(connection.domainLookupByID(number))) {
            GuestId guest = GuestId.of(handle.domain().getUUIDString());
            reader.ofGuest(handle.domain().getXMLDesc(0)).ifPresent(cpu -> found.put(guest, cpu));
        } catch (LibvirtException | KvmherdException e) {
            LOG.debug("the CPU of domain {} is not known: {}", number, e.getMessage());
        }
        return found;
    }

    private CpuXmlReader reader(OpenConnection connection, HostCapabilities capabilities) {
        return new CpuXmlReader(model -> models.features(connection, capabilities.architecture(), model));
    }
}
