package io.kvmherd.agent.core.report;

import io.kvmherd.common.model.CpuVendor;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what the CPU says its vendor is with what libvirt makes of it. The CPU's own word counts; libvirt's is only
 * the cross-check, because under emulation it may name a vendor that the machine does not have.
 */
public final class VendorAgreement {

    /** libvirt's names of vendors and what such a CPU says of itself. */
    private static final Map<String, String> IDS;

    static {
        Map<String, String> ids = new TreeMap<>();
        ids.put("Intel", "GenuineIntel");
        ids.put("AMD", "AuthenticAMD");
        ids.put("Hygon", "HygonGenuine");
        IDS = Collections.unmodifiableMap(ids);
    }

    private VendorAgreement() {}

    /**
     * @param machine vendor as the CPU says it
     * @param libvirtName libvirt's name for it, empty when it does not say
     * @return the CPU's word, or unknown when libvirt contradicts it or uses a name that is not known here
     */
    public static CpuVendor of(CpuVendor machine, String libvirtName) {
        if (libvirtName.isEmpty()) {
            return machine;
        }
        return machine.id().equals(IDS.get(libvirtName)) ? machine : CpuVendor.UNKNOWN;
    }
}
