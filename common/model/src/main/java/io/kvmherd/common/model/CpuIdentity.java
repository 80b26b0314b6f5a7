package io.kvmherd.common.model;

/**
 * Which CPU exactly, for guests that care: those that see it as it is, that run guests of their own, or that rely on its
 * clock. Empty and 0 mean that the host does not say, and then nothing is assumed.
 *
 * @param generation family and model, as "25.1": the microarchitecture
 * @param stepping of that model
 * @param microcode its version
 * @param kernel release of the running kernel
 * @param tscKhz frequency of the time stamp counter
 * @param tscScales whether a guest can be given another frequency than the host's
 */
public record CpuIdentity(
        String generation, String stepping, String microcode, String kernel, long tscKhz, boolean tscScales) {
    public static final CpuIdentity UNTOLD = new CpuIdentity("", "", "", "", 0, false);

    public CpuIdentity {
        Names.requireText("CPU generation", generation);
        Names.requireText("CPU stepping", stepping);
        Names.requireText("microcode version", microcode);
        Names.requireText("kernel release", kernel);
    }

    /** The same CPU under that kernel. */
    public CpuIdentity under(String kernelRelease) {
        return new CpuIdentity(generation, stepping, microcode, kernelRelease, tscKhz, tscScales);
    }
}
