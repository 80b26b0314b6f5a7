# shellcheck shell=bash
# The tour itself, the same for real and simulated hosts. Expects: HOSTS (all of them), RACK (those that the small guests
# may use, labelled rack-1), OTHER (a host of the other CPU vendor), KVM_HOST (where kvm-1 belongs), and KIND (real or
# simulated), with functions KIND_boot, KIND_volume and KIND_kvm that set BOOT, VOLUME and KVM_FLAGS for creating guests,
# and KIND_step, which looks at the hosts themselves after each step.
#
# The tables that the reader sees are also what is checked: $WORK/hosts and $WORK/guests are the newest of each. Each
# call of kvmherd starts a JVM, so nothing is asked twice.

# shellcheck disable=SC2034,SC2153 # some is for the other files; RACK and BACK are both meant

# What the tour says of the hosts holds for hosts of this size, with 384 MiB of it reserved, and under these ratios.
HOST_MIB=2048
MEMORY_RATIO=2.0
CPU_RATIO=4.0

WEB=(web-1 web-2 web-3 web-4)
DB=(db-1 db-2)
# Two of these on a host are more than it has; three are what the ratio lets it promise.
SMALL=(--emulated --vcpus 1 --memory 1G --memory-min 128M --label rack-1)

tour() {
    tour_hosts
    tour_create
    tour_migrate
    tour_refusals
    tour_evacuate
}

# wait_for_hosts SECONDS: until all of HOSTS are up; says which ones are, as it changes and twice a minute.
wait_for_hosts() {
    local last='' now began="$SECONDS" waited said=0
    while :; do
        now="$(hosts_up | paste -sd ' ')" waited=$((SECONDS - began))
        [ "$(wc -w <<<"$now")" != "${#HOSTS[@]}" ] || break
        if [ "$now" != "$last" ] || [ $((waited - said)) -ge 30 ]; then
            tell "  up: $(shown_names "$now") (${#HOSTS[@]} are expected; $waited of at most $1 s)"
            last="$now" said="$waited"
        fi
        [ "$waited" -lt "$1" ] || fail_with "not all hosts came up: $now" "waited $1 s for ${HOSTS[*]}" \
            "see the agents' logs"
        # Each look starts a JVM, on the processors that the hosts need to come up.
        sleep $((waited < 20 ? 1 : 5))
    done
    tell "all ${#HOSTS[@]} hosts are up after $waited s"
}

# shown_names NAMES: themselves, or how many there are when they would fill the line.
shown_names() {
    local names
    read -ra names <<<"$1"
    if [ "${#names[@]}" -gt 8 ]; then echo "${#names[@]} hosts"; else echo "${1:-none yet}"; fi
}

hosts_up() { kvmherd host list 2>/dev/null | awk -F '  +' 'NR > 1 && $3 == "up" { print $1 }' || true; }

# Without the reader's eyes: after a step whose table has been shown before.
look_at_guests() { kvmherd guest list >"$WORK/guests"; }

look_at_hosts() { kvmherd host list >"$WORK/hosts"; }

show_guests() {
    show 0 guest list
    cp "$WORK/output" "$WORK/guests"
}

show_hosts() {
    show 0 host list
    cp "$WORK/output" "$WORK/hosts"
}

guest_names() { awk -F '  +' 'NR > 1 { print $1 }' "$WORK/guests"; }

host_of() { column HOST "$WORK/guests" "$1"; }

state_of() { column STATE "$WORK/guests" "$1"; }

guests_on() { column GUESTS "$WORK/hosts" "$1"; }

duty_of() { column DUTY "$WORK/hosts" "$1"; }

tour_hosts() {
    chapter "1. The hosts: what they are, and how much they can take"
    show_hosts
    check "${HOSTS[0]} and $OTHER have CPUs of different makers" \
        is_different "$(maker "${HOSTS[0]}")" "$(maker "$OTHER")"
}

is_different() { [ -n "$1" ] && [ -n "$2" ] && [ "$1" != "$2" ]; }

maker() { column CPU "$WORK/hosts" "$1" | sed 's/,.*//'; }

tour_create() {
    local guest
    chapter "2. Seven guests: kvmherd finds the hosts, and promises more memory than there is"
    tell "Each small guest sees 1 GiB and is guaranteed 128 MiB. The two databases have disks on a shared pool and may"
    tell "never be on one host. The last guest uses KVM; on $KVM_HOST is its place."
    for guest in "${WEB[@]}"; do create "$guest" "${SMALL[@]}"; done
    for guest in "${DB[@]}"; do
        "${KIND}_volume" "$guest"
        create "$guest" "${SMALL[@]}" --anti-affinity databases "${VOLUME[@]}"
    done
    "${KIND}_kvm"
    create kvm-1 --kvm --memory 256M "${KVM_FLAGS[@]}"
    show 0 guest explain kvm-1
    check "kvm-1 can go nowhere else, and each host says why" says_of_each_host no
    [ "${#KVM_FLAGS[@]}" != 0 ] || check "hosts without KVM say so" says "offers no hardware virtualisation"
    create_for_the_way_back
    tour_created
}

# Step 4 shows a refusal in either direction, which takes a guest on the other maker's host.
create_for_the_way_back() {
    BACK=kvm-1
    [ "$OTHER" != "$KVM_HOST" ] || return 0
    BACK=far-1
    tell "And one more small guest on $OTHER, for later:"
    create far-1 --emulated --memory 128M --label "$OTHER"
}

# create NAME FLAGS...
create() {
    "${KIND}_boot" "$1"
    show 0 guest create "$@" "${BOOT[@]}"
}

# True if every host but the guest's own answered so.
says_of_each_host() {
    local host
    for host in "${HOSTS[@]}"; do
        [ "$host" = "$KVM_HOST" ] || grep -Eq "^ *$host +$1( |\$)" "$WORK/output" || return 1
    done
}

tour_created() {
    local guest
    show_guests
    show_hosts
    for guest in "${WEB[@]}" "${DB[@]}" kvm-1; do
        check "$guest runs on $(host_of "$guest")" is_equal "$(state_of "$guest")" running
    done
    check "db-1 and db-2 are on different hosts" is_different "$(host_of db-1)" "$(host_of db-2)"
    show 0 host show "${RACK[0]}"
    check_overcommit
    "${KIND}_step"
}

check_overcommit() {
    local host usable promised limit all_usable=0 all_promised=0
    kvmherd -o json host list >"$WORK/hosts.json"
    for host in "${RACK[@]}"; do
        usable="$(host_number "$host" usableMib)"
        promised="$(host_number "$host" committedMib)"
        limit="$(host_number "$host" committedLimitMib)"
        all_usable=$((all_usable + usable)) all_promised=$((all_promised + promised))
        check "$host promised $promised MiB, no more than the $limit MiB that the ratio allows" \
            is_greater "$((limit + 1))" "$promised"
    done
    check "together ${RACK[*]} promised $all_promised MiB, more than the $all_usable MiB they have" \
        is_greater "$all_promised" "$all_usable"
}

# host_number HOST FIELD: of the host in the API's JSON, where the numbers stand before everything that has parts.
host_number() { sed -n "s/.*\"name\":\"$1\",\"duty\"[^{]*\"$2\":\([0-9]*\).*/\1/p" "$WORK/hosts.json"; }

tour_migrate() {
    local from
    chapter "3. A live migration; kvmherd chooses the host"
    from="$(host_of web-1)"
    show 0 migrate web-1
    show_guests
    check "web-1 is not on $from any more" is_different "$(host_of web-1)" "$from"
    check "web-1 runs on $(host_of web-1)" is_equal "$(state_of web-1)" running
    check "$(host_of web-1) is a host of the same maker" is_equal "$(maker "$(host_of web-1)")" "$(maker "$from")"
    "${KIND}_step"
}

tour_refusals() {
    local here there
    chapter "4. What is refused: a live move between makers, in either direction"
    here="$(host_of web-1)" there="$(host_of "$BACK")"
    show 5 migrate web-1 --to "$OTHER"
    check "the reason names both makers" says "cannot move between CPUs of different makers"
    show 5 migrate "$BACK" --to "$here"
    check "the reason names both makers" says "cannot move between CPUs of different makers"
    look_at_guests
    check "web-1 goes on running on $here" is_equal "$(state_of web-1) $(host_of web-1)" "running $here"
    check "$BACK goes on running on $there" is_equal "$(state_of "$BACK") $(host_of "$BACK")" "running $there"
    "${KIND}_step"
}

# Of the rack, the host with the most guests.
fullest() {
    local host
    for host in "${RACK[@]}"; do printf '%s %s\n' "$(guests_on "$host")" "$host"; done |
        sort -k1,1nr -k2 | awk 'NR == 1 { print $2 }'
}

tour_evacuate() {
    local host guests
    chapter "5. Emptying the fullest host: first the plan, then the deed"
    look_at_hosts
    host="$(fullest)"
    guests="$(guests_on "$host")"
    show 0 evacuate "$host" --dry-run
    look_at_hosts
    check "nothing was done yet: $host has its $guests guests" is_equal "$(guests_on "$host")" "$guests"
    show 0 evacuate "$host" -y --reason "a new disk"
    show_hosts
    show_guests
    check "$host is evacuated" is_equal "$(duty_of "$host")" evacuated
    check "$host has no guests" is_equal "$(guests_on "$host")" 0
    check "db-1 and db-2 are still on different hosts" is_different "$(host_of db-1)" "$(host_of db-2)"
    "${KIND}_step"
    show 0 uncordon "$host"
    look_at_hosts
    check "$host takes guests again" is_equal "$(duty_of "$host")" active
}
