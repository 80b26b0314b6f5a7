package io.kvmherd.common.model;

/**
 * A kernel that QEMU loads itself, without a boot loader in the guest.
 *
 * @param kernel path on every host that may run the guest
 * @param initrd path on every host, or empty for none
 * @param commandLine kernel command line
 */
public record DirectBoot(String kernel, String initrd, String commandLine) {
    public DirectBoot {
        Names.requirePath("kernel", kernel);
        if (!initrd.isEmpty()) {
            Names.requirePath("initrd", initrd);
        }
        Names.requireText("kernel command line", commandLine);
    }
}
