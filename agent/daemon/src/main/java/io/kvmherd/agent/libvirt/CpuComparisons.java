package io.kvmherd.agent.libvirt;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.libvirt.LibvirtException;

/**
 * What libvirt said to guests' CPUs lately. An evacuation asks about each of its guests, most of which are alike, and libvirt
 * runs through all features each time.
 *
 * <p>Kept under everything that the answer depends on: the guest's live CPU and machine, and the host as libvirt describes it,
 * down to microcode, kernel and versions. So a host that changed is asked anew. What does not show there, such as a module of
 * the kernel that was loaded with other options, is the reason why no answer is kept for long. An answer that did not come
 * is not kept at all. For any thread; libvirt is asked without a lock, so two may ask the same at the same time.
 */
final class CpuComparisons {
    static final int KEPT_MAX = 256;

    private static final long VALID_NANOS = Duration.ofMinutes(10).toNanos();

    private final LongSupplier nanoTime;
    private final Map<Question, Kept> kept = new LinkedHashMap<>();

    CpuComparisons(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * @param cpu the guest's live CPU as XML
     * @param machineType of the guest; empty for the emulator's own choice
     * @param domainType "kvm" or "qemu"
     * @param host as it is now
     */
    record Question(String cpu, String machineType, String domainType, Host host) {}

    /** All of this host that the answer depends on. */
    record Host(HostCapabilities capabilities, String kernel, long qemuVersion, long libvirtVersion) {}

    /** Asks libvirt; says what is against it. */
    @FunctionalInterface
    interface Asking {
        Optional<String> ask() throws LibvirtException;
    }

    /** @return what is against the guest's CPU here, in libvirt's words; empty when nothing is */
    Optional<String> answer(Question question, Asking asking) throws LibvirtException {
        Optional<Kept> known = known(question);
        if (known.isPresent()) {
            return known.get().against();
        }
        Optional<String> against = asking.ask();
        keep(question, against);
        return against;
    }

    private synchronized Optional<Kept> known(Question question) {
        return Optional.ofNullable(kept.get(question))
                .filter(answer -> nanoTime.getAsLong() - answer.sinceNanos() < VALID_NANOS);
    }

    /** The oldest makes room. */
    private synchronized void keep(Question question, Optional<String> against) {
        kept.remove(question);
        if (kept.size() >= KEPT_MAX) {
            kept.remove(kept.keySet().iterator().next());
        }
        kept.put(question, new Kept(against, nanoTime.getAsLong()));
    }

    private record Kept(Optional<String> against, long sinceNanos) {}
}
