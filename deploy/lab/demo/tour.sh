# shellcheck shell=bash
# The tour itself, the same for real and simulated hosts. Expects: HOSTS (all of them), RACK (those that the small guests
# may use, labelled rack-1), OTHER (a host of the other CPU vendor), KVM_HOST (where kvm-1 belongs), and KIND (real or
# simulated), with functions KIND_boot, KIND_volume and KIND_kvm that set BOOT, VOLUME and KVM_FLAGS for creating guests.

# shellcheck disable=SC2153 # RACK and BACK are both meant

WEB=(web-1 web-2 web-3 web-4)
DB=(db-1 db-2)

tour() {
    tour_hosts
    tour_create
    tour_migrate
    tour_refusals
    tour_evacuate
}

# wait_for_hosts SECONDS: until all of HOSTS are up; says which ones are, as it changes.
wait_for_hosts() {
    local last='' now began="$SECONDS"
    until all_hosts_up; do
        now="$(hosts_up | sort | tr '\n' ' ')"
        [ "$now" = "$last" ] || tell "  up: ${now:-none yet} (after $((SECONDS - began)) s)"
        last="$now"
        [ $((SECONDS - began)) -lt "$1" ] || fail_with "not all hosts came up: $now" "waited $1 s for ${HOSTS[*]}" \
            "see the agents' logs"
        sleep 1
    done
    tell "all ${#HOSTS[@]} hosts are up after $((SECONDS - began)) s"
}

hosts_up() { kvmherd host list 2>/dev/null | awk -F '  +' 'NR > 1 && $3 == "up" { print $1 }' || true; }

all_hosts_up() { [ "$(hosts_up | grep -c .)" = "${#HOSTS[@]}" ]; }

refresh() {
    kvmherd guest list >"$WORK/guests"
    kvmherd host list >"$WORK/hosts"
}

host_of() { column HOST "$WORK/guests" "$1"; }

state_of() { column STATE "$WORK/guests" "$1"; }

duty_of() { column DUTY "$WORK/hosts" "$1"; }

tour_hosts() {
    chapter "1. The hosts: what they are, and how much they can take"
    show 0 host list
    refresh
    check "${HOSTS[0]} and $OTHER have CPUs of different makers" \
        is_different "$(maker "${HOSTS[0]}")" "$(maker "$OTHER")"
}

is_different() { [ -n "$1" ] && [ -n "$2" ] && [ "$1" != "$2" ]; }

maker() { column CPU "$WORK/hosts" "$1" | sed 's/,.*//'; }

tour_create() {
    local guest vcpus=1
    chapter "2. Seven guests: kvmherd finds the hosts, and promises more memory than there is"
    tell "Each small guest sees 512 MiB and is guaranteed 128. The two databases have disks on a shared pool and may never"
    tell "be on one host. The last guest uses KVM; on $KVM_HOST is its place."
    for guest in "${WEB[@]}"; do
        create "$guest" --emulated --memory 512M --memory-min 128M --vcpus "$vcpus" --label rack-1
        vcpus=$((3 - vcpus))
    done
    for guest in "${DB[@]}"; do
        "${KIND}_volume" "$guest"
        create "$guest" --emulated --memory 512M --memory-min 128M --vcpus 2 --label rack-1 --anti-affinity databases \
            "${VOLUME[@]}"
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
    local host guest
    show 0 guest list
    show 0 host list
    refresh
    for guest in "${WEB[@]}" "${DB[@]}" kvm-1; do
        check "$guest runs on $(host_of "$guest")" is_equal "$(state_of "$guest")" running
    done
    check "db-1 and db-2 are on different hosts" is_different "$(host_of db-1)" "$(host_of db-2)"
    show 0 host show "${RACK[0]}"
    check_overcommit
}

check_overcommit() {
    local host usable=0 promised=0
    for host in "${RACK[@]}"; do
        promised "$host"
        usable=$((usable + USABLE)) promised=$((promised + PROMISED))
        check "$host promised $PROMISED MiB, no more than the $LIMIT MiB that the ratio allows" \
            is_greater "$((LIMIT + 1))" "$PROMISED"
    done
    check "together ${RACK[*]} promised $promised MiB, more than the $usable MiB they have" is_greater "$promised" "$usable"
}

# number FIELD: from the JSON on standard input.
number() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p"; }

promised() {
    kvmherd -o json host show "$1" >"$WORK/host"
    USABLE="$(number usableMib <"$WORK/host")" PROMISED="$(number committedMib <"$WORK/host")"
    LIMIT="$(number committedLimitMib <"$WORK/host")"
}

tour_migrate() {
    local from
    chapter "3. A live migration; kvmherd chooses the host"
    refresh
    from="$(host_of web-1)"
    show 0 migrate web-1
    refresh
    check "web-1 is not on $from any more" is_different "$(host_of web-1)" "$from"
    check "web-1 runs on $(host_of web-1)" is_equal "$(state_of web-1)" running
    check "$(host_of web-1) is a host of the same maker" is_equal "$(maker "$(host_of web-1)")" "$(maker "$from")"
}

tour_refusals() {
    local here
    chapter "4. What is refused: a live move between makers, in either direction"
    refresh
    here="$(host_of web-1)"
    show 5 migrate web-1 --to "$OTHER"
    check "the reason names both makers" says "cannot move between CPUs of different makers"
    show 5 migrate "$BACK" --to "$here"
    check "the reason names both makers" says "cannot move between CPUs of different makers"
    refresh
    check "both guests go on running where they are" is_equal \
        "$(state_of web-1) $(host_of web-1) $(state_of "$BACK") $(host_of "$BACK")" \
        "running $here running $( [ "$BACK" = kvm-1 ] && echo "$KVM_HOST" || echo "$OTHER")"
}

# Of the rack, the host with the most guests.
fullest() {
    local host
    for host in "${RACK[@]}"; do printf '%s %s\n' "$(column GUESTS "$WORK/hosts" "$host")" "$host"; done |
        sort -k1,1nr -k2 | awk 'NR == 1 { print $2 }'
}

tour_evacuate() {
    local host guests
    chapter "5. Emptying the fullest host: first the plan, then the deed"
    refresh
    host="$(fullest)"
    guests="$(column GUESTS "$WORK/hosts" "$host")"
    show 0 evacuate "$host" --dry-run
    refresh
    check "nothing was done yet: $host has its $guests guests" is_equal "$(column GUESTS "$WORK/hosts" "$host")" "$guests"
    show 0 evacuate "$host" -y --reason "a new disk"
    show 0 host list
    refresh
    check "$host is evacuated" is_equal "$(duty_of "$host")" evacuated
    check "$host has no guests" is_equal "$(column GUESTS "$WORK/hosts" "$host")" 0
    check "db-1 and db-2 are still on different hosts" is_different "$(host_of db-1)" "$(host_of db-2)"
    show 0 uncordon "$host"
    refresh
    check "$host takes guests again" is_equal "$(duty_of "$host")" active
}
