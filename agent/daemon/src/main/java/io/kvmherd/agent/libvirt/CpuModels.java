package io.kvmherd.agent.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.kvmherd.agent.core.domain.CpuXmlReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What libvirt's names of CPU models stand for, asked of libvirt once for each. A name that it does not know is remembered
 * as such until the agent starts anew, as libvirt's own map is.
 */
final class CpuModels {
    private static final Logger LOG = LoggerFactory.getLogger(CpuModels.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int MOST_KEPT = 256;

    private final Map<String, Optional<List<String>>> known = new ConcurrentHashMap<>();

    /** Empty when libvirt cannot tell; blocks until it has answered when it was not asked before. */
    Optional<List<String>> features(OpenConnection connection, String architecture, String model) {
        Optional<List<String>> before = known.get(model);
        if (before != null) {
            return before;
        }
        Optional<List<String>> told =
                NAME.matcher(model).matches() ? spelledOut(connection, architecture, model) : Optional.empty();
        if (known.size() < MOST_KEPT) {
            known.put(model, told);
        }
        return told;
    }

    private static Optional<List<String>> spelledOut(OpenConnection connection, String architecture, String model) {
        String cpu = "<cpu><arch>" + architecture + "</arch><model>" + model + "</model></cpu>";
        byte[] bytes = cpu.getBytes(StandardCharsets.US_ASCII);
        try (Memory text = new Memory(bytes.length + 1L);
                Memory listOfOne = new Memory(Native.POINTER_SIZE)) {
            text.clear();
            text.write(0, bytes, 0, bytes.length);
            listOfOne.setPointer(0, text);
            Pointer answer = NativeLibvirt.virConnectBaselineCPU(
                    connection.pointer(), listOfOne, 1, NativeLibvirt.BASELINE_CPU_EXPAND_FEATURES);
            if (answer == null) {
                LOG.warn("libvirt cannot tell the features of CPU model {}: {}", model, LibvirtFailures.lastMessage());
                return Optional.empty();
            }
            try {
                return Optional.of(CpuXmlReader.spelledOut(answer.getString(0, "UTF-8")));
            } finally {
                Native.free(Pointer.nativeValue(answer));
            }
        }
    }
}
