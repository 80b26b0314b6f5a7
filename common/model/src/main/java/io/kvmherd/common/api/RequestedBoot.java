package io.kvmherd.common.api;

import io.kvmherd.common.model.DirectBoot;

/**
 * A kernel to load directly, as it is asked for.
 *
 * @param kernel path on every host that may run the guest
 * @param initrd path on every host; none if missing
 * @param commandLine kernel command line; empty if missing
 */
public record RequestedBoot(String kernel, String initrd, String commandLine) {

    DirectBoot toBoot() {
        return new DirectBoot(kernel, initrd, commandLine);
    }
}
