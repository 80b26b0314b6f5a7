package io.kvmherd.agent.linux;

import io.kvmherd.common.model.CpuVendor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What /proc/cpuinfo says.
 *
 * @param vendor of the first CPU; all CPUs of a machine have the same
 * @param threads hardware threads
 * @param cores distinct pairs of package and core; {@code threads} where the file does not name them
 * @param virtualisationFlag svm or vmx is there
 */
record CpuTable(CpuVendor vendor, int threads, int cores, boolean virtualisationFlag) {
    static CpuTable read(KernelFile cpuinfo) {
        String vendor = "";
        String packageId = "";
        int threads = 0;
        boolean flag = false;
        Set<String> cores = new TreeSet<>();
        for (String line : cpuinfo.lines()) {
            String value = line.substring(line.indexOf(':') + 1).strip();
            switch (line.split("[\t:]", 2)[0].strip()) {
                case "processor" -> threads++;
                case "vendor_id" -> vendor = vendor.isEmpty() ? value : vendor;
                case "physical id" -> packageId = value;
                case "core id" -> cores.add(packageId + "/" + value);
                case "flags" -> flag = flag || hasVirtualisation(value);
                default -> {}
            }
        }
        int known = Math.max(1, threads);
        return new CpuTable(new CpuVendor(vendor), known, cores.isEmpty() ? known : cores.size(), flag);
    }

    private static boolean hasVirtualisation(String flags) {
        List<String> words = Arrays.asList(flags.split(" "));
        return words.contains("svm") || words.contains("vmx");
    }
}
