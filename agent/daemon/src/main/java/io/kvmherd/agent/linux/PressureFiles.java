package io.kvmherd.agent.linux;

import io.kvmherd.common.model.Pressure;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pressure stall files: {@code some avg10=0.12 avg60=...} on the first line. */
final class PressureFiles {
    private static final Pattern SOME = Pattern.compile("some avg10=([0-9.]{1,12}) .*");

    private PressureFiles() {}

    static Pressure read(Path cpu, Path memory, Path io) {
        KernelFile cpuFile = new KernelFile(cpu);
        KernelFile memoryFile = new KernelFile(memory);
        KernelFile ioFile = new KernelFile(io);
        if (!cpuFile.exists() || !memoryFile.exists() || !ioFile.exists()) {
            return Pressure.UNKNOWN;
        }
        return new Pressure(true, some(cpuFile), some(memoryFile), some(ioFile));
    }

    private static double some(KernelFile file) {
        Matcher matcher = SOME.matcher(file.firstLine());
        return matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
    }
}
