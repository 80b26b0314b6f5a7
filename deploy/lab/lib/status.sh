# shellcheck shell=bash
# The table of `lab status`. Reads only.

status_print() {
    local host controller
    if [ ! -d "$LAB_DIR" ]; then
        echo "the lab is down"
        return
    fi
    printf '%-8s %-10s %-15s %-20s %-9s %-9s %s\n' HOST NETNS ADDRESS CGROUP LIBVIRTD AGENT DOMAINS
    for host in $(known_hosts); do status_host "$host"; done
    controller="$(recorded_pid "$LAB_DIR/controller/controller.pid" || true)"
    printf 'controller %s pid %s\n' "$LAB_CONTROLLER_ADDRESS" \
        "${controller:--}"
}

status_host() {
    local host="$1" dir netns="$LAB_PREFIX-$1" libvirtd agent domains
    dir="$(host_dir "$host")"
    libvirtd="$(recorded_pid "$dir/libvirtd.pid" || echo -)"
    agent="$(recorded_pid "$dir/agent.pid" || echo -)"
    if is_machine "$host"; then
        netns='(machine)'
        libvirtd="$(recorded_pid "$dir/machine.pid" || echo -)"
        agent="$(machine_agent_pid "$host" 2>/dev/null || echo -)"
    fi
    domains="$(timeout 10 "$LAB_HOME/lab" virsh "$host" -q list --all 2>/dev/null | awk '
        { state = $3; for (i = 4; i <= NF; i++) state = state " " $i }
        { printf "%s%s(%s)", (NR > 1 ? " " : ""), $2, state }' || true)"
    printf '%-8s %-10s %-15s %-20s %-9s %-9s %s\n' "$host" "$netns" "$(host_address "$host")" \
        "$LAB_CGROUP/$host" "$libvirtd" "$agent" "${domains:--}"
}
