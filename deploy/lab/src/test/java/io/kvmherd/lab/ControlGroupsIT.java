package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hosts get their size from control groups, and machines have them in one of two versions. */
@NeedsMachineHost
@ExtendWith(LabExtension.class)
final class ControlGroupsIT {
    private static final Path FUNCTIONS = Path.of("lib");

    private static final String SCRIPT = """
            set -euo pipefail
            LAB_CGROUP=kvmherd-probe
            group=/sys/fs/cgroup/kvmherd-probe/small
            cgroup_make small 1 64
            echo "hierarchy $(stat -f -c %T /sys/fs/cgroup)"
            echo "cpu.max $(cat $group/cpu.max)"
            echo "memory.max $(cat $group/memory.max)"
            (cgroup_enter small; exec perl -e '$all = "a" x (128 << 20)') || true
            echo "oom_kill $(awk '$1 == "oom_kill" { print $2 }' $group/memory.events)"
            (cgroup_enter small; exec sleep 600) &
            until [ "$(cgroup_processes small | wc -l)" = 1 ]; do sleep 0.1; done
            cgroup_down
            [ -e /sys/fs/cgroup/kvmherd-probe ] || echo "nothing is left"
            """;

    private final Lab lab;

    ControlGroupsIT(Cluster cluster) {
        this.lab = cluster.lab();
    }

    /** A machine host has version 2 alone, as Debian boots; the machine that runs the lab may have version 1. */
    @Test
    void giveAHostItsSizeWhereThereIsVersionTwoAlone() throws IOException {
        String functions =
                Files.readString(FUNCTIONS.resolve("common.sh")) + Files.readString(FUNCTIONS.resolve("cgroup.sh"));

        String told = lab.exec(lab.otherVendorHost(), "bash", "-c", "LAB_HOME=/\n" + functions + SCRIPT);

        assertThat(told.lines())
                .contains(
                        "hierarchy cgroup2fs",
                        "cpu.max 100000 100000",
                        "memory.max 67108864",
                        "oom_kill 1",
                        "nothing is left");
    }
}
