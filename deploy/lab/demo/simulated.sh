# shellcheck shell=bash
# The simulated demo: the real controller and the real agents, whose hypervisors are simulated; no guest really runs.
# Everything lies in one temporary folder and ends with the demo.
# shellcheck disable=SC2034,SC2153 # the tour reads what is set here

SIMULATED_CLUSTER=kvmherd-simulated

simulated_demo() {
    local hosts="$1" stay="$2"
    require_java
    command -v openssl >/dev/null || fail_with "there is no openssl" "agents and controller prove who they are by certificates" \
        "install it (Debian: apt-get install openssl)"
    begin_work
    build_programs
    KIND=simulated
    trap 'simulated_end $?' EXIT
    trap 'exit 0' INT TERM
    SECONDS=0
    chapter "Preparing: $hosts SIMULATED hypervisors, a real controller, real agents"
    tell "Guests exist only in the memory of the agents' process. For guests that really run: deploy/demo"
    simulated_hosts "$hosts"
    simulated_files
    simulated_start
    tour
    simulated_summary
    simulated_goodbye "$stay"
}

# s1 to s3 are the rack of the small guests, Intel; the others are AMD and Intel in turn.
simulated_hosts() {
    local number
    HOSTS=()
    for number in $(seq "$1"); do HOSTS+=("s$number"); done
    RACK=(s1 s2 s3)
    OTHER=s4
    KVM_HOST=s4
}

simulated_vendor() {
    local number="${1#s}"
    if [ "$number" -gt 3 ] && [ $((number % 2)) = 0 ]; then echo AuthenticAMD; else echo GenuineIntel; fi
}

simulated_labels() {
    local number="${1#s}"
    if [ "$number" -le 3 ]; then echo rack-1; else echo "rack-2, $1"; fi
}

# Certificates as the lab makes them, for names and addresses of this demo.
simulated_certificates() {
    local host
    # shellcheck source=/dev/null
    . "$ROOT/deploy/lab/lib/certificates.sh"
    LAB_DIR="$WORK" LAB_CLUSTER="$SIMULATED_CLUSTER"
    mkdir -p "$WORK/tls"
    certificate_authority "$WORK/tls"
    certificate controller "spiffe://$SIMULATED_CLUSTER/controller/c1" 127.0.0.1 localhost
    for host in "${HOSTS[@]}"; do certificate "$host" "spiffe://$SIMULATED_CLUSTER/agent/$host" 127.0.0.1 "$host"; done
}

is_port_used() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# PORT becomes the first of five neighbouring ports of the loopback address on which nobody listens.
pick_ports() {
    for _ in $(seq 100); do
        PORT=$((20000 + RANDOM % 12000))
        if ! is_port_used "$PORT" && ! is_port_used $((PORT + 1)) && ! is_port_used $((PORT + 2)) &&
            ! is_port_used $((PORT + 3)) && ! is_port_used $((PORT + 4)); then
            return
        fi
    done
    fail_with "no free ports were found" "all that were tried between 20000 and 32000 are taken" "try again"
}

simulated_files() {
    local host
    tell "making certificates and configurations in $WORK"
    simulated_certificates
    pick_ports
    mkdir -p "$WORK/agents" "$WORK/data"
    simulated_controller_file >"$WORK/controller.yaml"
    for host in "${HOSTS[@]}"; do simulated_agent_file "$host" >"$WORK/agents/$host.yaml"; done
}

simulated_controller_file() {
    cat <<YAML
dataDir: $WORK/data
socket: {path: $WORK/api.sock, group: $(id -gn)}
link: {address: 127.0.0.1, port: $PORT}
tls: {certificate: $WORK/tls/controller.pem, key: $WORK/tls/controller.key, authority: $WORK/tls/authority.pem}
hazelcast:
  clusterName: $SIMULATED_CLUSTER
  memberAddress: 127.0.0.1
  memberPort: $((PORT + 1))
  clientAddress: 127.0.0.1
  clientPort: $((PORT + 2))
metrics: {address: 127.0.0.1, port: $((PORT + 3))}
cluster: {memoryRatio: $MEMORY_RATIO, cpuRatio: $CPU_RATIO, hostReserveMib: 384}
sharedPools: [shared]
YAML
}

simulated_agent_file() {
    local host="$1"
    cat <<YAML
host: $host
dataDir: $WORK/data/$host
controllers: ["127.0.0.1:$PORT"]
tls: {certificate: $WORK/tls/$host.pem, key: $WORK/tls/$host.key, authority: $WORK/tls/authority.pem}
hazelcast: {clusterName: $SIMULATED_CLUSTER, members: ["127.0.0.1:$((PORT + 2))"]}
migrationAddress: 127.1.0.${host#s}
labels: [$(simulated_labels "$host")]
health: {address: 127.0.0.1, port: $((PORT + 4))}
simulated: {vendor: $(simulated_vendor "$host"), threads: 1, memoryMib: $HOST_MIB}
YAML
}

simulated_start() {
    export KVMHERD_SOCKET="$WORK/api.sock"
    # These programs live for a minute or two: the optimising compiler would cost more than it gives back.
    local -x KVMHERD_JAVA_OPTS="-XX:TieredStopAtLevel=1 ${KVMHERD_JAVA_OPTS:-}"
    "$ROOT/deploy/bin/kvmherd-controller" --config "$WORK/controller.yaml" >"$WORK/controller.log" 2>&1 &
    CONTROLLER=$!
    wait_until 60 "controller" test -S "$KVMHERD_SOCKET" || fail_with "the controller did not start" \
        "$(tail -n 1 "$WORK/controller.log")" "see $WORK/controller.log"
    "$ROOT/deploy/bin/kvmherd-agent" --simulated-configs "$WORK/agents" >"$WORK/agents.log" 2>&1 &
    AGENTS=$!
    wait_for_hosts 120
}

simulated_boot() { BOOT=(); }

simulated_volume() { VOLUME=(--volume "shared/$1.raw:raw"); }

# All simulated hosts have KVM, so a label says where kvm-1 belongs.
simulated_kvm() { KVM_FLAGS=(--label "$KVM_HOST"); }

# Nobody but the API knows anything of a simulated guest.
simulated_step() { :; }

simulated_summary() {
    local guest
    chapter "6. Summary"
    tell "These hypervisors are simulated: there is no libvirt to ask and no tick log to read. The proof is deploy/demo."
    look_at_guests
    printf '%-8s %-10s %s\n' GUEST "BY API" STATE
    while read -r guest; do
        printf '%-8s %-10s %s\n' "$guest" "$(host_of "$guest")" "$(state_of "$guest")"
        is_equal "$(state_of "$guest")" running || broken "$guest runs"
    done < <(guest_names)
}

simulated_goodbye() {
    printf '\n%s%s checks held.%s It took %s s, without the build.\n' "$BOLD" "$CHECKS" "$PLAIN" "$SECONDS"
    [ "$1" = yes ] || return 0
    cat <<TEXT
The cluster of simulated hosts stays up until Ctrl-C. In another terminal:
  export KVMHERD_SOCKET=$KVMHERD_SOCKET PATH=\$PATH:$ROOT/deploy/bin
  kvmherd status | kvmherd guest list | kvmherd guest explain web-1 | kvmherd evacuate s2 --dry-run | kvmherd --help
TEXT
    wait "$CONTROLLER" "$AGENTS"
}

simulated_end() {
    local program
    for program in "${AGENTS:-}" "${CONTROLLER:-}"; do
        [ -z "$program" ] || kill "$program" 2>/dev/null || true
    done
    wait || true
    if [ "$1" = 0 ]; then
        rm -rf "$WORK"
    else
        printf '\nThe demo ended early. The logs are in %s\n' "$WORK" >&2
    fi
}
