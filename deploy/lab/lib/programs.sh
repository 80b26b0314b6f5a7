# shellcheck shell=bash
# kvmherd's own programs in the lab: their configurations, start, readiness and sudden end.
# The controller runs on the machine itself, an agent inside its host.

PROGRAMS="$PROJECT_DIR/deploy/bin"
AGENT_HEALTH_PORT=7449
CONTROLLER_LINK_PORT=7441
CONTROLLER_METRICS_PORT=7448
CONTROLLER_MEMBER_PORT=5701
CONTROLLER_CLIENT_PORT=5702
# A machine host's emulated CPU runs Java about eight times slower than the machine's own.
PROGRAM_SECONDS="${KVMHERD_LAB_START_SECONDS:-400}"

# agent_config HOST SCOPE_KIND SCOPE_NAME: prints agent.yaml. Paths are those that the host sees.
agent_config() {
    local host="$1" kind="$2" name="$3" address
    address="$(host_address "$host")"
    cat <<YAML
host: $host
dataDir: $LAB_DIR/hosts/$host/agent
controllers: ["$LAB_CONTROLLER_ADDRESS:$CONTROLLER_LINK_PORT"]
tls:
  certificate: $LAB_DIR/tls/$host.pem
  key: $LAB_DIR/tls/$host.key
  authority: $LAB_DIR/tls/authority.pem
hazelcast:
  clusterName: $LAB_CLUSTER
  members: ["$LAB_CONTROLLER_ADDRESS:$CONTROLLER_CLIENT_PORT"]
libvirt:
  uri: qemu:///system
scope:
  kind: $kind
  name: "$name"
migrationAddress: $address
labels: []
health:
  address: $address
  port: $AGENT_HEALTH_PORT
YAML
}

controller_config() {
    cat <<YAML
dataDir: $LAB_DIR/controller/data
socket:
  path: $LAB_DIR/controller/api.sock
  group: root
link:
  address: $LAB_CONTROLLER_ADDRESS
  port: $CONTROLLER_LINK_PORT
tls:
  certificate: $LAB_DIR/tls/controller.pem
  key: $LAB_DIR/tls/controller.key
  authority: $LAB_DIR/tls/authority.pem
hazelcast:
  clusterName: $LAB_CLUSTER
  memberAddress: $LAB_CONTROLLER_ADDRESS
  memberPort: $CONTROLLER_MEMBER_PORT
  clientAddress: $LAB_CONTROLLER_ADDRESS
  clientPort: $CONTROLLER_CLIENT_PORT
metrics:
  address: 127.0.0.1
  port: $CONTROLLER_METRICS_PORT
cluster:
  memoryRatio: 1.0
  cpuRatio: 4.0
  hostReserveMib: 384
sharedPools: [shared]
YAML
}

# Written once: a test may edit a configuration and start the program again.
write_once() {
    local file="$1"
    shift
    [ -s "$file" ] || "$@" >"$file"
}

program_configs() {
    local host dir
    mkdir -p "$LAB_DIR/controller/data"
    write_once "$LAB_DIR/controller/controller.yaml" controller_config
    for host in "$@"; do
        dir="$(host_dir "$host")"
        mkdir -p "$dir/agent" "$dir/log"
        if is_machine "$host"; then
            write_once "$dir/agent.yaml" agent_config "$host" machine ""
        else
            write_once "$dir/agent.yaml" agent_config "$host" cgroup "$LAB_CGROUP/$host"
        fi
    done
}

require_program() {
    [ -x "$PROGRAMS/$1" ] || fail "there is no program $PROGRAMS/$1" \
        "the project was not built, or not for this checkout" "build it (mvn package), then run this command again"
}

# The Java that the launchers find as well: JAVA_HOME if it is new enough, else one of /usr/lib/jvm or of the PATH.
java_home() {
    local java
    java="$(. "$PROGRAMS/java-25" && find_java && echo "$JAVA")" ||
        fail "there is no Java 25" "agent and controller need it" "install one, or name it in JAVA_HOME"
    dirname "$(dirname "$(readlink -f "$java")")"
}

port_open() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

agent_start() {
    local host="$1" dir java
    require_known_host "$host"
    require_program kvmherd-agent
    dir="$(host_dir "$host")"
    if is_machine "$host"; then
        machine_agent_start "$host"
    elif ! recorded_pid "$dir/agent.pid" >/dev/null; then
        java="$(java_home)"
        host_spawn "$host" "$dir/agent.pid" "$dir/log/agent.log" \
            env "JAVA_HOME=$java" "$PROGRAMS/kvmherd-agent" --config "$dir/agent.yaml"
    fi
    wait_for "$PROGRAM_SECONDS" "agent of $host" agent_ready_or_ended "$host" || true
    agent_ready "$host" || fail "the agent of $host is not ready" \
        "nothing listens on $(host_address "$host"):$AGENT_HEALTH_PORT" "see: lab log $host"
    say "agent of $host is ready"
}

agent_ready() { port_open "$(host_address "$1")" "$AGENT_HEALTH_PORT"; }

# The process of a machine host's agent is not visible from here: there it is awaited to the end.
agent_ready_or_ended() {
    agent_ready "$1" || { ! is_machine "$1" && process_ended "$(host_dir "$1")/agent.pid"; }
}

agent_log() {
    if is_machine "$1"; then
        machine_run "$1" "cat /var/log/kvmherd-agent.log"
    else
        cat "$(host_dir "$1")/log/agent.log"
    fi
}

# A sudden end, as by a crash: no signal that the program could answer.
agent_kill() {
    require_known_host "$1"
    if is_machine "$1"; then
        machine_agent_kill "$1"
    else
        end_recorded "$(host_dir "$1")/agent.pid" KILL
    fi
    say "agent of $1 is dead"
}

controller_start() {
    local dir="$LAB_DIR/controller" java
    require_program kvmherd-controller
    [ -s "$dir/controller.yaml" ] || fail "the lab is not up" "there is no $dir/controller.yaml" "run: lab up"
    if ! recorded_pid "$dir/controller.pid" >/dev/null; then
        java="$(java_home)"
        # One that was killed leaves its socket, which would look as if the new one listened already.
        rm -f "$dir/api.sock"
        JAVA_HOME="$java" setsid "$PROGRAMS/kvmherd-controller" --config "$dir/controller.yaml" \
            </dev/null >>"$dir/controller.log" 2>&1 &
        record_pid "$dir/controller.pid" "$!"
    fi
    wait_for "$PROGRAM_SECONDS" "controller" controller_ready_or_ended || true
    controller_ready || fail "the controller is not ready" \
        "no socket $dir/api.sock or nothing on $LAB_CONTROLLER_ADDRESS:$CONTROLLER_LINK_PORT" "see $dir/controller.log"
    say "controller is ready: $dir/api.sock"
}

controller_ready_or_ended() { controller_ready || process_ended "$LAB_DIR/controller/controller.pid"; }

controller_ready() {
    [ -S "$LAB_DIR/controller/api.sock" ] && port_open "$LAB_CONTROLLER_ADDRESS" "$CONTROLLER_LINK_PORT"
}

controller_kill() {
    end_recorded "$LAB_DIR/controller/controller.pid" KILL
    say "controller is dead"
}
