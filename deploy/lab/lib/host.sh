# shellcheck shell=bash
# A namespace host: network, mount and UTS namespace, private folders, a libvirtd and a virtlockd,
# all in one control group. The mount and UTS namespaces live as long as the host's anchor, a
# sleeping process, so that libvirtd may die and come back.

HOST_CORES="${KVMHERD_LAB_HOST_CORES:-1}"
HOST_MIB="${KVMHERD_LAB_HOST_MIB:-2048}"

# Mount points that a machine without libvirt's own set-up may lack; `lab down` removes what was made.
mount_points() {
    local dir
    for dir in /etc/pki /var/log/libvirt /var/cache/libvirt /var/lib/libvirt /etc/libvirt; do
        [ -d "$dir" ] || { mkdir -p "$dir" && echo "$dir" >>"$LAB_DIR/made-folders"; }
    done
}

host_folders() {
    local host="$1" dir disks
    dir="$(host_dir "$host")"
    disks="$(host_disks "$host")"
    mkdir -p "$dir"/{etc-libvirt,etc-pki,log,cache,run,lib-libvirt,etc} "$disks"/images
    mkdir -p "$disks"/lib-libvirt/{images,kvmherd-console}
    libvirt_config "$host" "$dir/etc-libvirt"
    pki_config "$host" "$dir/etc-pki"
    names_file >"$dir/names"
}

host_anchor() { recorded_pid "$(host_dir "$1")/anchor.pid"; }

# Runs in the host's fresh mount namespace: private folders over the machine's, then sleeps for ever.
host_anchor_main() {
    local host="$1" dir disks cgroups
    dir="$(host_dir "$host")"
    disks="$(host_disks "$host")"
    hostname "$host"
    # /sys shows the network devices of the namespace that mounted it: libvirt looks for its bridges there.
    cgroups="$dir/cgroups"
    mkdir -p "$cgroups"
    mount -n --rbind /sys/fs/cgroup "$cgroups"
    mount -n -t sysfs sysfs /sys
    mount -n --rbind "$cgroups" /sys/fs/cgroup
    umount -n -R -l "$cgroups"
    mount -n --bind "$dir/etc-libvirt" /etc/libvirt
    mount -n --bind "$dir/etc-pki" /etc/pki
    mount -n --bind "$dir/names" /etc/hosts
    # Each life of the host has a boot id of its own, as a machine's has.
    cat /proc/sys/kernel/random/uuid >"$dir/boot-id"
    mount -n --bind "$dir/boot-id" /proc/sys/kernel/random/boot_id
    mount -n --bind "$dir/log" /var/log/libvirt
    mount -n --bind "$dir/cache" /var/cache/libvirt
    mount -n --bind "$disks/lib-libvirt" /var/lib/libvirt
    # The state folder keeps its path inside the private /run.
    if [[ "$LAB_DIR" == /run/* ]]; then
        mkdir -p "$dir/run/${LAB_DIR#/run/}"
        mount -n --bind "$LAB_DIR" "$dir/run/${LAB_DIR#/run/}"
    fi
    mount -n --rbind "$dir/run" /run
    : >"$dir/anchored"
    exec sleep infinity
}

host_anchor_start() {
    local host="$1" dir pid
    dir="$(host_dir "$host")"
    host_anchor "$host" >/dev/null && return 0
    rm -f "$dir/anchored"
    (
        cgroup_enter "$host"
        exec setsid nsenter --net="/run/netns/$LAB_PREFIX-$host" \
            unshare --mount --uts --propagation private \
            "$LAB_HOME/lab" internal-anchor "$host" </dev/null >"$dir/log/anchor.log" 2>&1
    ) &
    pid=$!
    record_pid "$dir/anchor.pid" "$pid"
    wait_for 60 "namespaces of $host" test -e "$dir/anchored" || fail "host $host has no namespaces" \
        "$(tail -n 1 "$dir/log/anchor.log" 2>/dev/null || echo 'no message')" "see $dir/log/anchor.log; then: lab down"
}

# host_run HOST COMMAND...: in the host's namespaces; in the caller's control group.
host_run() {
    local host="$1" anchor
    shift
    anchor="$(host_anchor "$host")" || fail "host $host has no namespaces" \
        "its anchor process ended" "run: lab down; lab up"
    nsenter -t "$anchor" --net --mount --uts --wd=/ -- "$@"
}

# host_spawn HOST PIDFILE LOG COMMAND...: a background process of the host, in its group.
host_spawn() {
    local host="$1" pidfile="$2" log="$3" anchor
    shift 3
    anchor="$(host_anchor "$host")" || return 1
    (
        cgroup_enter "$host"
        exec setsid nsenter -t "$anchor" --net --mount --uts --wd=/ -- "$@" </dev/null >>"$log" 2>&1
    ) &
    record_pid "$pidfile" "$!"
}

host_virsh() {
    local host="$1"
    shift
    if is_machine "$host"; then
        virsh -c "qemu+tcp://$(host_address "$host")/system" "$@"
    else
        host_run "$host" virsh -c qemu:///system "$@"
    fi
}

libvirt_answers() { timeout 20 "$LAB_HOME/lab" virsh "$1" -q version; }

libvirt_start() {
    local host="$1" dir
    dir="$(host_dir "$host")"
    recorded_pid "$dir/virtlockd.pid" >/dev/null ||
        host_spawn "$host" "$dir/virtlockd.pid" "$dir/log/virtlockd.out" virtlockd
    recorded_pid "$dir/libvirtd.pid" >/dev/null ||
        host_spawn "$host" "$dir/libvirtd.pid" "$dir/log/libvirtd.out" libvirtd --listen
}

libvirt_wait() {
    local host="$1" dir
    dir="$(host_dir "$host")"
    wait_for 180 "libvirtd of $host" libvirt_answers "$host" || fail "libvirtd of $host does not answer" \
        "$(tail -n 1 "$dir/log/libvirtd.out" "$dir/log/libvirtd.log" 2>/dev/null | tr '\n' ' ')" \
        "see $dir/log; then: lab down"
}

# libvirt asks QEMU what it can do on the first connection, which takes seconds. The answers are the
# same for all hosts and libvirt itself checks that they still hold, so they are kept and handed on.
capabilities_seed() {
    local target
    target="$(host_dir "$1")/cache/qemu/capabilities"
    [ -d "$LAB_CACHE/capabilities" ] || return 0
    mkdir -p "$target"
    cp -n "$LAB_CACHE"/capabilities/*.xml "$target/" 2>/dev/null || true
}

capabilities_keep() {
    mkdir -p "$LAB_CACHE/capabilities"
    cp -u "$(host_dir "$1")"/cache/qemu/capabilities/*.xml "$LAB_CACHE/capabilities/" 2>/dev/null || true
}

# host_prepare and host_finish are apart so that all libvirtds start at the same time.
host_prepare() {
    local host="$1"
    cgroup_make "$host" "$HOST_CORES" "$HOST_MIB"
    host_network "$host"
    host_folders "$host"
    host_anchor_start "$host"
    libvirt_start "$host"
}

host_finish() {
    capabilities_seed "$1"
    libvirt_wait "$1"
    capabilities_keep "$1"
    host_resources "$1"
    say "host $1 is up at $(host_address "$1")"
}
