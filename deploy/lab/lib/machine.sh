# shellcheck shell=bash
# A machine host: a virtual machine under software emulation whose CPU is of a vendor of our choice.
# To libvirt inside, it is a real host of that vendor; with AMD, KVM works in it, nested in the
# emulation. Commands reach it over a socket on the lab's bridge, served by machine/lab-listen inside: the root
# needs no ssh, no keys and no users, and the bridge leads nowhere else.

MACHINE_SHELL_PORT=7400
MACHINE_MIB=1536
# Emulation, on a machine that may be busy with other things.
MACHINE_SECONDS=300

# The machine host whose vendor is not this machine's.
machine_of_other_vendor() {
    if grep -qm1 AuthenticAMD /proc/cpuinfo; then echo m-intel; else echo m-amd; fi
}

# Intel's VMX is not emulated by QEMU, so an Intel machine host takes emulated guests only. The older AMD has what its model had
# in the year 2009: guests that need more do not move there.
machine_cpu() {
    case "$1" in
        m-amd | m-amd2) echo EPYC,+svm ;;
        m-amd-old) echo Opteron_G3,+svm,+npt ;;
        m-intel) echo Haswell-noTSX ;;
    esac
}

machine_mac() { printf '02:6b:68:00:01:%02x\n' "$(host_address "$1" | cut -d. -f4)"; }

machine_tap() {
    local tap="$LAB_PREFIX-v-$1"
    ip link show "$tap" >/dev/null 2>&1 || ip tuntap add dev "$tap" mode tap
    ip link set "$tap" master "$LAB_BRIDGE" up
}

machine_disks() {
    local host="$1" disks
    disks="$(host_disks "$host")"
    mkdir -p "$disks"
    machine_root_up
    machine_initrd "$LAB_DIR/machine-initrd"
    machine_files_disk "$host" "$disks/files.ext4"
    [ -e "$disks/root.qcow2" ] ||
        qemu-img create -q -f qcow2 -F raw -b "$(machine_root)" "$disks/root.qcow2"
}

machine_prepare() {
    local host="$1" dir
    dir="$(host_dir "$host")"
    mkdir -p "$dir/log"
    ! recorded_pid "$dir/machine.pid" >/dev/null || return 0
    program_configs "$host"
    machine_disks "$host"
    cgroup_make "$host" 0 0
    machine_tap "$host"
    machine_start "$host"
}

machine_start() {
    local host="$1" dir disks java
    dir="$(host_dir "$host")"
    disks="$(host_disks "$host")"
    java="$(machine_java_disk)"
    rm -f "$dir/qmp.sock"
    (
        cgroup_enter "$host"
        exec setsid qemu-system-x86_64 -name "$host" -accel tcg,thread=multi -M q35 -cpu "$(machine_cpu "$host")" \
            -m "$MACHINE_MIB" -smp 1 -nodefaults -no-user-config -display none \
            -kernel "$LAB_BOOT/vmlinuz" -initrd "$LAB_DIR/machine-initrd" \
            -append "console=ttyS0 quiet panic=-1 net.ifnames=0" \
            -serial "file:$dir/log/console.log" -qmp "unix:$dir/qmp.sock,server=on,wait=off" \
            -drive "if=virtio,file=$disks/root.qcow2,format=qcow2,cache=unsafe" \
            -drive "if=virtio,file=$java,format=raw,readonly=on" \
            -drive "if=virtio,file=$disks/files.ext4,format=raw,readonly=on" \
            -netdev "tap,id=net,ifname=$LAB_PREFIX-v-$host,script=no,downscript=no" \
            -device "virtio-net-pci,netdev=net,mac=$(machine_mac "$host")" -device virtio-rng-pci \
            </dev/null >"$dir/log/qemu.log" 2>&1
    ) &
    record_pid "$dir/machine.pid" "$!"
}

machine_finish() {
    local host="$1" dir
    dir="$(host_dir "$host")"
    wait_for "$MACHINE_SECONDS" "machine host $host" machine_answers_or_ended "$host" || true
    machine_answers "$host" || fail "machine host $host is not up" \
        "$(cat "$dir/log/console.log" "$dir/log/qemu.log" 2>/dev/null | tail -n 1)" "see $dir/log; then: lab down"
    wait_for "$MACHINE_SECONDS" "libvirtd of $host" timeout 60 virsh -c "$(machine_uri "$host")" -q version ||
        fail "libvirtd of $host does not answer" "nothing usable at $(machine_uri "$host")" \
            "see: lab exec $host cat /var/log/libvirt/libvirtd.log"
    host_resources "$host"
    say "machine host $host is up at $(host_address "$host")"
}

machine_uri() { printf 'qemu+tcp://%s/system\n' "$(host_address "$1")"; }

machine_answers_or_ended() { machine_answers "$1" || process_ended "$(host_dir "$1")/machine.pid"; }

machine_answers() {
    recorded_pid "$(host_dir "$1")/machine.pid" >/dev/null && timeout 10 "$LAB_HOME/lab" exec "$1" true
}

# How long an answer may take after the input has ended.
MACHINE_ANSWER_SECONDS=600

# machine_send HOST SHELL_COMMAND: its input is the caller's. Output and errors come as one stream; the
# exit status is the command's, 125 if the connection broke or the answer took too long.
machine_send() {
    local host="$1" command="$2"
    { base64 -w0 <<<"$command"; echo; cat; } |
        socat -t "$MACHINE_ANSWER_SECONDS" - "TCP4:$(host_address "$host"):$MACHINE_SHELL_PORT,connect-timeout=5" 2>/dev/null |
        awk '
            { line[NR] = $0 }
            NR > 2 { print line[NR - 2]; delete line[NR - 2] }
            END {
                whole = line[NR] ~ /^lab-shell exit [0-9]+$/
                if (NR > 1 && (line[NR - 1] != "" || !whole)) print line[NR - 1]
                if (!whole) { if (NR > 0) print line[NR]; exit 125 }
                split(line[NR], word, " ")
                exit word[3]
            }'
}

# Without input: a terminal's would keep the connection open for ever.
machine_run() { machine_send "$@" </dev/null; }

# machine_programs HOST: copies the launchers and the agent's jars into the machine, laid out as installed.
machine_programs() {
    local host="$1" tree jars="$PROJECT_DIR/agent/daemon/target"
    [ -s "$jars/kvmherd-agent.jar" ] || fail "there is no $jars/kvmherd-agent.jar" \
        "the agent was not built" "build it (mvn -DskipTests package), then run this command again"
    tree="$(mktemp -d -p "$LAB_DIR" build.XXXXXX)"
    mkdir -p "$tree/share/kvmherd"
    cp -r "$PROGRAMS" "$tree/bin"
    cp -r "$jars/kvmherd-agent.jar" "$jars/lib" "$tree/share/kvmherd/"
    tar -C "$tree" -c . | machine_send "$host" "rm -rf /opt/kvmherd && mkdir -p /opt/kvmherd && tar -C /opt/kvmherd -x"
    rm -rf "$tree"
}

machine_agent_pid() {
    machine_run "$1" "pid=\$(cat /run/kvmherd-agent.pid 2>/dev/null) && kill -0 \$pid 2>/dev/null && echo \$pid"
}

machine_agent_start() {
    local host="$1" dir
    dir="$(host_dir "$host")"
    machine_agent_pid "$host" >/dev/null 2>&1 && return 0
    machine_programs "$host"
    # A test may have edited the configuration outside. The simple compiler alone: emulated, the other one costs minutes.
    machine_send "$host" "cat >$LAB_DIR/hosts/$host/agent.yaml" <"$dir/agent.yaml"
    # What is left running has been seen to keep the connection open: whoever waits for the agent itself finds out
    # whether it runs, so this answer is not waited for long.
    MACHINE_ANSWER_SECONDS=30 machine_run "$host" "mkdir -p $LAB_DIR/hosts/$host/agent
        JAVA_HOME=/opt/java KVMHERD_JAVA_OPTS=-XX:TieredStopAtLevel=1 setsid /opt/kvmherd/bin/kvmherd-agent --config $LAB_DIR/hosts/$host/agent.yaml \
            >>/var/log/kvmherd-agent.log 2>&1 </dev/null &
        echo \$! >/run/kvmherd-agent.pid" || say "host $host did not confirm that its agent was started; looking for it"
}

machine_agent_kill() {
    machine_run "$1" "[ ! -e /run/kvmherd-agent.pid ] || kill -9 \$(cat /run/kvmherd-agent.pid)
        rm -f /run/kvmherd-agent.pid" || true
}
