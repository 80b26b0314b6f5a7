# shellcheck shell=bash
# Control groups give each host its own size although all share one kernel. Everything of a host
# runs in its group, so the group is also the complete list of the host's processes.
# Version 1: a folder in the hierarchies cpu and memory, and the same one in the unified hierarchy
# where that is mounted (pressure figures). Version 2: one folder.

# Prints the folders that together are the lab's root group, one a line.
cgroup_roots() {
    local mounts
    if [ "$(stat -f -c %T /sys/fs/cgroup)" = cgroup2fs ]; then
        echo "/sys/fs/cgroup/$LAB_CGROUP"
        return
    fi
    mounts="$(awk '{ for (i = 7; $i != "-"; i++) ; if ($(i+1) == "cgroup") print $5, "," $(i+3) ","
        if ($(i+1) == "cgroup2") print $5, ",unified," }' /proc/self/mountinfo)"
    awk -v name="$LAB_CGROUP" '$2 ~ /,(cpu|memory|unified),/ { print $1 "/" name }' <<<"$mounts" | sort -u
}

cgroup_write() { printf '%s\n' "$2" >"$1" 2>/dev/null || say "could not write '$2' to $1"; }

# cgroup_make HOST CORES MEBIBYTES; 0 means no limit.
cgroup_make() {
    local host="$1" cores="$2" mib="$3" root dir
    while read -r root; do
        dir="$root/$host"
        mkdir -p "$root"
        cgroup_hand_down "$(dirname "$root")"
        cgroup_hand_down "$root"
        mkdir -p "$dir"
        cgroup_limit "$dir" "$cores" "$mib"
    done < <(cgroup_roots)
    cgroup_require "$host" "$cores" cpu.max cpu.cfs_quota_us
    cgroup_require "$host" "$mib" memory.max memory.limit_in_bytes
}

# Version 2 only: lets the group's children have limits. Such a group may have no processes of its own, but for the
# hierarchy's root: the lab's own group has only its hosts' groups in it. That it hands cpu and memory down also keeps systemd
# from taking them away from the root again.
cgroup_hand_down() {
    local controller
    [ -e "$1/cgroup.controllers" ] || return 0
    for controller in cpu memory; do
        grep -qw "$controller" "$1/cgroup.controllers" || continue
        cgroup_write "$1/cgroup.subtree_control" "+$controller"
    done
}

cgroup_limit() {
    local dir="$1" cores="$2" mib="$3"
    if [ "$cores" != 0 ]; then
        [ ! -e "$dir/cpu.cfs_quota_us" ] || cgroup_write "$dir/cpu.cfs_quota_us" "$((cores * 100000))"
        [ ! -e "$dir/cpu.max" ] || cgroup_write "$dir/cpu.max" "$((cores * 100000)) 100000"
    fi
    if [ "$mib" != 0 ]; then
        [ ! -e "$dir/memory.limit_in_bytes" ] || cgroup_write "$dir/memory.limit_in_bytes" "$((mib << 20))"
        [ ! -e "$dir/memory.max" ] || cgroup_write "$dir/memory.max" "$((mib << 20))"
    fi
}

# cgroup_require HOST LIMIT FILE...: without any of the files the host would have the size of the whole machine.
cgroup_require() {
    local host="$1" limit="$2" file root
    shift 2
    [ "$limit" != 0 ] || return 0
    while read -r root; do
        for file in "$@"; do
            [ ! -e "$root/$host/$file" ] || return 0
        done
    done < <(cgroup_roots)
    fail "host $host cannot be given a size" "its control group has neither of: $*" \
        "see that the control groups of this machine have the controllers cpu and memory"
}

# cgroup_enter HOST: moves the calling shell (not a subshell of it) into the group.
cgroup_enter() {
    local root
    while read -r root; do
        [ ! -d "$root/$1" ] || echo "$BASHPID" >"$root/$1/cgroup.procs"
    done < <(cgroup_roots)
}

cgroup_processes() {
    local root
    while read -r root; do
        find "$root/$1" -name cgroup.procs -exec cat {} + 2>/dev/null || true
    done < <(cgroup_roots) | sort -un
}

# cgroup_kill HOST: ends every process of the host at once, as a power cut would. Prints their ids.
cgroup_kill() {
    local processes
    for _ in $(seq 50); do
        mapfile -t processes < <(cgroup_processes "$1")
        [ "${#processes[@]}" != 0 ] || return 0
        kill -9 "${processes[@]}" 2>/dev/null || true
        printf '%s\n' "${processes[@]}"
        sleep 0.1
    done
    say "processes of $1 do not end: ${processes[*]}"
    return 1
}

cgroup_hosts() {
    local root
    while read -r root; do
        [ ! -d "$root" ] || find "$root" -mindepth 1 -maxdepth 1 -type d -printf '%f\n'
    done < <(cgroup_roots) | sort -u
}

cgroup_down() {
    local host root process killed
    killed="$(for host in $(cgroup_hosts); do cgroup_kill "$host" || true; done | sort -u)"
    # A process leaves its group before its parent, often process 1, has taken note of its end.
    for process in $killed; do
        wait_for 10 "process $process ends" test ! -e "/proc/$process" || true
    done
    while read -r root; do
        wait_for 5 "control group $root is removed" cgroup_remove_tree "$root" || true
    done < <(cgroup_roots)
}

cgroup_remove_tree() {
    [ ! -d "$1" ] || find "$1" -depth -type d -exec rmdir {} +
    [ ! -d "$1" ]
}
