# shellcheck shell=bash
# shellcheck disable=SC2034 # constants for the other files
# Where everything of the lab lies, and how it speaks. Sourced first; runs nothing.

LAB_DIR="${KVMHERD_LAB_DIR:-/run/kvmherd-lab}"
# Disks must lie on a file system that knows O_DIRECT; /run is often a tmpfs, which does not.
LAB_DISKS=/var/lib/kvmherd-lab
LAB_SHARED="$LAB_DISKS/shared"
LAB_LOCKS="$LAB_DISKS/locks"
# A guest's specification names its kernel by path, so the path is the same on every host.
LAB_BOOT="$LAB_DISKS/boot"
# Packages and images that are slow to make; the only thing that `lab down` leaves.
LAB_CACHE=/var/cache/kvmherd-lab
LAB_CONSOLES=/var/lib/libvirt/kvmherd-console

LAB_PREFIX=khl
LAB_BRIDGE=khl-br0
LAB_NET=198.18.77
LAB_CONTROLLER_ADDRESS="$LAB_NET.1"
LAB_CGROUP=kvmherd-lab
LAB_CLUSTER=kvmherd-lab
LAB_MAX_HOSTS=16
# In the order of their addresses, from .101 on.
LAB_MACHINES=(m-amd m-intel m-amd2 m-amd-old)

PROJECT_DIR="$(cd "$LAB_HOME/../.." && pwd)"

say() { printf 'lab: %s\n' "$*" >&2; }

# fail WHAT WHY NEXT: the three lines that every error has, then the end.
fail() {
    printf 'lab: error: %s\n     why:   %s\n     to do: %s\n' "$1" "$2" "$3" >&2
    exit 1
}

require_root() {
    [ "$(id -u)" = 0 ] || fail "this command needs root" \
        "it makes network namespaces, mounts and control groups" "run it again with sudo"
}

# wait_for SECONDS DESCRIPTION COMMAND...: polls ten times a second; false when the time is over.
wait_for() {
    local seconds="$1" what="$2" end
    shift 2
    end=$((SECONDS + seconds))
    until "$@" >/dev/null 2>&1; do
        if [ "$SECONDS" -ge "$end" ]; then
            say "$what: not within $seconds s"
            return 1
        fi
        sleep 0.1
    done
}

# together FUNCTION HOST...: for all hosts at the same time, because most of it is waiting; false if it failed for one of them.
together() {
    local function="$1" host run runs=() status=0
    shift
    for host in "$@"; do
        "$function" "$host" &
        runs+=("$!")
    done
    for run in "${runs[@]}"; do wait "$run" || status=1; done
    return "$status"
}

# holds PATTERN COMMAND...: whether the command's output has such a line. Reads all of it: with pipefail,
# a writer that `grep -q` cut short would count as a failure.
holds() {
    local pattern="$1"
    shift
    "$@" 2>/dev/null | grep -- "$pattern" >/dev/null
}

# A process id file may name a process that ended and whose number was given away since:
# the start time of the process (clock ticks since boot) is stored beside the id.
# Nothing for a zombie: it ended, only its parent has not taken note.
pid_start_time() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '$1 != "Z" { print $20 }'; }

record_pid() { printf '%s %s\n' "$2" "$(pid_start_time "$2")" >"$1"; }

# recorded_pid FILE: prints the id if that very process still runs.
recorded_pid() {
    local pid start
    [ -s "$1" ] || return 1
    read -r pid start <"$1"
    [ -n "$start" ] && [ "$(pid_start_time "$pid")" = "$start" ] || return 1
    printf '%s\n' "$pid"
}

# end_recorded FILE [SIGNAL]: ends the process and waits; kill -9 after 10 s.
end_recorded() {
    local pid
    if pid="$(recorded_pid "$1")"; then
        kill "-${2:-TERM}" "$pid" 2>/dev/null || true
        wait_for 10 "process $pid ends" process_ended "$1" || kill -9 "$pid" 2>/dev/null || true
    fi
    rm -f "$1"
}

process_ended() { ! recorded_pid "$1"; }

host_number() {
    [[ "$1" =~ ^h([1-9][0-9]?)$ ]] && [ "${BASH_REMATCH[1]}" -le "$LAB_MAX_HOSTS" ] || return 1
    printf '%s\n' "${BASH_REMATCH[1]}"
}

is_machine() { [[ " ${LAB_MACHINES[*]} " == *" $1 "* ]]; }

host_address() {
    local number
    if is_machine "$1"; then
        for number in "${!LAB_MACHINES[@]}"; do
            [ "${LAB_MACHINES[number]}" != "$1" ] || printf '%s.%s\n' "$LAB_NET" "$((101 + number))"
        done
        return
    fi
    number="$(host_number "$1")" || fail "there is no host '$1'" \
        "hosts are h1 to h$LAB_MAX_HOSTS, machine hosts ${LAB_MACHINES[*]}" "see: lab status"
    printf '%s.%s\n' "$LAB_NET" "$((10 + number))"
}

host_dir() { printf '%s/hosts/%s\n' "$LAB_DIR" "$1"; }
host_disks() { printf '%s/hosts/%s\n' "$LAB_DISKS" "$1"; }

# The hosts that this lab has (up or half up), namespace hosts first, in order of number.
known_hosts() {
    [ -d "$LAB_DIR/hosts" ] || return 0
    find "$LAB_DIR/hosts" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort -V
}

require_known_host() {
    host_address "$1" >/dev/null
    [ -d "$(host_dir "$1")" ] || fail "host '$1' is not up" \
        "this lab has: $(known_hosts | tr '\n' ' ')" "bring it up with 'lab up', or see 'lab status'"
}
