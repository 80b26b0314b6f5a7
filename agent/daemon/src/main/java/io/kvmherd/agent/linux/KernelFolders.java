package io.kvmherd.agent.linux;

import java.nio.file.Path;

/**
 * Where the kernel's file systems are mounted; tests put recorded trees there.
 *
 * @param proc normally /proc
 * @param controlGroups normally /sys/fs/cgroup
 * @param kvm normally /dev/kvm
 */
public record KernelFolders(Path proc, Path controlGroups, Path kvm) {
    public static final KernelFolders REAL =
            new KernelFolders(Path.of("/proc"), Path.of("/sys/fs/cgroup"), Path.of("/dev/kvm"));
}
