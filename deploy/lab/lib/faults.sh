# shellcheck shell=bash
# Faults that tests put into hosts, and their repair. Each acts on one host and may be repeated.

# The cable: the host runs on and nobody reaches it.
fault_cut() { ip link set "$LAB_PREFIX-v-$1" down; }

fault_heal() { ip link set "$LAB_PREFIX-v-$1" up; }

# Everything of the host stands still, guests as well, and goes on later as if nothing had been.
fault_freeze() { signal_host "$1" STOP; }

fault_thaw() { signal_host "$1" CONT; }

signal_host() {
    local processes
    mapfile -t processes < <(cgroup_processes "$1")
    [ "${#processes[@]}" = 0 ] || kill "-$2" "${processes[@]}" 2>/dev/null || true
}

# A power cut: libvirtd, agent and guests end at once. Disks and definitions stay.
fault_kill_host() { cgroup_kill "$1" >/dev/null; }

# A machine's /run is empty after a boot, and it has no links but its own: libvirt must find nothing that it kept or made.
forget_last_life() {
    local netns="$LAB_PREFIX-$1" link
    rm -rf --one-file-system "$(host_dir "$1")/run"
    for link in $(ip -n "$netns" -o link show | sed 's/^[0-9]*: \([^:@]*\).*/\1/'); do
        [[ "$link" == lo || "$link" == eth0 ]] || ip -n "$netns" link delete "$link" 2>/dev/null || true
    done
}

# Power comes back, with a new boot id; the agent is not started.
host_start() {
    if is_machine "$1"; then
        machine_prepare "$1"
        machine_finish "$1"
    else
        host_anchor "$1" >/dev/null || forget_last_life "$1"
        host_prepare "$1"
        host_finish "$1"
    fi
}

fault_kill_libvirtd() {
    if is_machine "$1"; then
        machine_run "$1" "pkill -9 -x libvirtd"
    else
        end_recorded "$(host_dir "$1")/libvirtd.pid" KILL
    fi
}

libvirtd_start() {
    if is_machine "$1"; then
        machine_run "$1" "pgrep -x libvirtd >/dev/null || libvirtd -d --listen"
    else
        libvirt_start "$1"
        libvirt_wait "$1"
    fi
}
