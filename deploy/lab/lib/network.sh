# shellcheck shell=bash
# The lab's network: one bridge of the machine, a veth or tap per host. 198.18.0.0/15 is set aside
# for tests (RFC 2544), so it meets no real network; nothing is routed out of it.

network_rule=(-m comment --comment kvmherd-lab -i "$LAB_BRIDGE" -o "$LAB_BRIDGE" -j ACCEPT)

network_up() {
    if ! ip link show "$LAB_BRIDGE" >/dev/null 2>&1; then
        # With an address of its own; otherwise it changes with every port, and neighbours lose it.
        ip link add "$LAB_BRIDGE" address 02:6b:68:00:00:01 type bridge
        ip addr add "$LAB_CONTROLLER_ADDRESS/24" dev "$LAB_BRIDGE"
    fi
    ip link set "$LAB_BRIDGE" up
    network_pass_bridged
}

# Where bridged frames pass through iptables, a FORWARD policy of DROP (Docker sets it) would cut
# the hosts off from each other.
network_pass_bridged() {
    [ "$(cat /proc/sys/net/bridge/bridge-nf-call-iptables 2>/dev/null)" = 1 ] || return 0
    holds '^-P FORWARD DROP' iptables -w -S FORWARD || return 0
    iptables -w -C FORWARD "${network_rule[@]}" 2>/dev/null || iptables -w -I FORWARD "${network_rule[@]}"
}

network_down() {
    if command -v iptables >/dev/null; then
        while iptables -w -D FORWARD "${network_rule[@]}" 2>/dev/null; do :; done
    fi
    local link
    for link in $(ip -o link show | grep -o "$LAB_PREFIX-[a-z0-9-]*" | sort -u); do
        ip link delete "$link" 2>/dev/null || true
    done
}

# host_network HOST: a namespace with loopback and eth0. Safe to repeat.
host_network() {
    local host="$1" netns="$LAB_PREFIX-$1" outer="$LAB_PREFIX-v-$1"
    note_netns_folder
    [ -e "/run/netns/$netns" ] || ip netns add "$netns"
    if ! ip link show "$outer" >/dev/null 2>&1; then
        ip -n "$netns" link delete eth0 2>/dev/null || true
        ip link add "$outer" type veth peer name eth0 netns "$netns"
        ip -n "$netns" addr add "$(host_address "$host")/24" dev eth0
    fi
    ip link set "$outer" master "$LAB_BRIDGE" up
    ip -n "$netns" link set lo up
    ip -n "$netns" link set eth0 up
    ip -n "$netns" route replace default via "$LAB_CONTROLLER_ADDRESS"
}

# `ip netns add` makes /run/netns and mounts it on itself, and never takes that back.
note_netns_folder() {
    mountpoint -q /run/netns || : >"$LAB_DIR/made-netns-folder"
}

netns_down() {
    local netns
    for netns in $(ip netns list | awk '{print $1}' | grep "^$LAB_PREFIX-" || true); do
        ip netns delete "$netns" || true
    done
    if [ -e "$LAB_DIR/made-netns-folder" ] && [ -z "$(ls -A /run/netns 2>/dev/null)" ]; then
        umount -n /run/netns 2>/dev/null || true
        rmdir /run/netns 2>/dev/null || true
        rm -f "$LAB_DIR/made-netns-folder"
    fi
}
