package io.kvmherd.cli.command;

import picocli.CommandLine.Option;

/** Whether disks go along that the other host does not reach. */
final class CopyOption {
    @Option(
            names = "--copy-storage",
            description =
                    "Copy disks along whose pools are not shared: raw and qcow2 files in a folder pool that the other host"
                            + " has too, of guests that run. The files here are kept; look at a --dry-run first.")
    private boolean copyStorage;

    boolean given() {
        return copyStorage;
    }
}
