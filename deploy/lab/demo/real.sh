# shellcheck shell=bash
# The real demo: hosts in namespaces, hosts in virtual machines, libvirt and QEMU in each of them.
# shellcheck disable=SC2034,SC2153 # the tour reads what is set here

LAB="$ROOT/deploy/lab/lab"
LAB_RUN=/run/kvmherd-lab
RACK=(h1 h2 h3)
# An emulated host takes a minute to start its agent; on a machine that is busy otherwise it has been ten.
START_SECONDS=1500

real_demo() {
    require_java
    [ "$(id -u)" = 0 ] || fail_with "this demo needs root" "it makes network namespaces, mounts and virtual machines" \
        "run it with sudo, or try: deploy/demo --simulated"
    [ ! -e "$LAB_RUN" ] || fail_with "a lab is up already" "$LAB_RUN exists" \
        "look at it with deploy/lab/lab status, or take it away with deploy/demo down"
    begin_work
    KIND=real
    SECONDS=0
    chapter "Preparing"
    "$LAB" install
    build_programs
    BUILT_AFTER="$SECONDS"
    trap 'real_left_up $?' EXIT
    real_machines
    real_start
    UP_AFTER="$SECONDS"
    tour
    real_proof
    real_goodbye
}

# Which machine hosts there are: one of the other vendor, and one with AMD, which has KVM.
real_machines() {
    if grep -qm1 AuthenticAMD /proc/cpuinfo; then
        OTHER=m-intel
        MACHINES=(m-intel m-amd)
    else
        OTHER=m-amd
        MACHINES=(m-amd)
    fi
    KVM_HOST=m-amd
    tell "bringing up ${RACK[*]} (namespaces, $(vendor_name) like this machine) and ${MACHINES[*]} (virtual machines)"
    tell "the first time ever, the root disk of the virtual machines is built as well: two more minutes"
    KVMHERD_LAB_HOST_CORES=1 KVMHERD_LAB_HOST_MIB="$HOST_MIB" "$LAB" up --hosts "${#RACK[@]}" --machine --with-kvm
}

vendor_name() { if grep -qm1 AuthenticAMD /proc/cpuinfo; then echo AMD; else echo Intel; fi; }

real_start() {
    local host
    HOSTS=("${RACK[@]}" "${MACHINES[@]}")
    export KVMHERD_SOCKET="$LAB_RUN/controller/api.sock" KVMHERD_LAB_START_SECONDS="$START_SECONDS"
    set_line "$LAB_RUN/controller/controller.yaml" '  memoryRatio:' "  memoryRatio: $MEMORY_RATIO"
    set_line "$LAB_RUN/controller/controller.yaml" '  cpuRatio:' "  cpuRatio: $CPU_RATIO"
    for host in "${RACK[@]}"; do set_line "$LAB_RUN/hosts/$host/agent.yaml" 'labels:' 'labels: [rack-1]'; done
    for host in "${MACHINES[@]}"; do
        set_line "$LAB_RUN/hosts/$host/agent.yaml" 'labels:' "labels: [rack-2, $host]"
    done
    tell "starting the controller, and an agent in every host (slower in the virtual machines)"
    "$LAB" start-controller
    for host in "${HOSTS[@]}"; do "$LAB" start-agent "$host" 2>"$WORK/agent-$host.log" & done
    wait_for_hosts "$START_SECONDS"
    wait
}

# set_line FILE START LINE: replaces the line that begins with START.
set_line() {
    grep -q "^$2" "$1" || fail_with "$1 has no line '$2'" "lab up wrote another configuration than expected" "see $1"
    sed -i "s|^$2.*|$3|" "$1"
}

# Arguments that make a guest one that ticks: the lab's kernel, and the guest's name on its command line.
real_boot() {
    BOOT=(--kernel /var/lib/kvmherd-lab/boot/vmlinuz --initrd /var/lib/kvmherd-lab/boot/initrd
        --cmdline "console=ttyS0 quiet panic=-1 name=$1")
}

# Disks are made as an operator makes them; kvmherd attaches what exists.
real_volume() {
    local host
    printf '\n%s$ qemu-img create -f raw /var/lib/kvmherd-lab/shared/%s.raw 64M%s\n' "$BOLD" "$1" "$PLAIN"
    qemu-img create -f raw "/var/lib/kvmherd-lab/shared/$1.raw" 64M
    for host in "${RACK[@]}"; do "$LAB" virsh "$host" -q pool-refresh shared >/dev/null; done
    VOLUME=(--volume "shared/$1.raw:raw")
}

# Where the machine's own processors virtualise, its namespace hosts do so too, and a label has to keep the guest away.
real_kvm() {
    KVM_FLAGS=()
    ! kvmherd -o json host show "${RACK[0]}" | grep -q '"virtualises":true' || KVM_FLAGS=(--label rack-2)
}

real_down() {
    "$LAB" down
}

real_left_up() {
    [ "$1" != 0 ] || { rm -rf "$WORK"; return; }
    cat >&2 <<TEXT

The demo ended early. The cluster is left up as it is, to be looked at:
  export KVMHERD_SOCKET=$LAB_RUN/controller/api.sock PATH=\$PATH:$ROOT/deploy/bin
  kvmherd status                     $LAB status
  controller's log: $LAB_RUN/controller/controller.log     an agent's: $LAB log HOST
  the demo's own files: $WORK
Take it away with: $ROOT/deploy/demo down
TEXT
}

real_goodbye() {
    cat <<TEXT

$BOLD$CHECKS checks held.$PLAIN It took $SECONDS s: $BUILT_AFTER to install and build, $((UP_AFTER - BUILT_AFTER)) until the hosts were up, $((SECONDS - UP_AFTER)) for the tour.
The cluster stays up. To go on:
  export KVMHERD_SOCKET=$LAB_RUN/controller/api.sock PATH=\$PATH:$ROOT/deploy/bin
  kvmherd status | kvmherd guest list | kvmherd host explain h1 | kvmherd watch | kvmherd --help
  $LAB virsh h2 list        what libvirt says          $LAB tick web-1   what a guest says
  $LAB kill-controller      guests do not notice       $LAB start-controller
Take everything away with: $ROOT/deploy/demo down
TEXT
}
