package io.kvmherd.common.model;

/**
 * Maker of a CPU as the CPU itself says it (CPUID leaf 0, "vendor_id" in /proc/cpuinfo): {@code GenuineIntel},
 * {@code AuthenticAMD}, {@code HygonGenuine}. Never taken from a hypervisor's domain capabilities: under emulation those
 * name a vendor that the machine does not have.
 */
public record CpuVendor(String id) {
    public static final CpuVendor INTEL = new CpuVendor("GenuineIntel");
    public static final CpuVendor AMD = new CpuVendor("AuthenticAMD");
    public static final CpuVendor UNKNOWN = new CpuVendor("");

    public CpuVendor {
        Names.requireText("CPU vendor", id);
    }

    public boolean isKnown() {
        return !id.isEmpty();
    }

    /** Whether a guest may move live between the two: both known and equal. Unknown matches nothing, not even itself. */
    public boolean sameKnownVendorAs(CpuVendor other) {
        return isKnown() && id.equals(other.id);
    }

    @Override
    public String toString() {
        return isKnown() ? id : "unknown";
    }
}
