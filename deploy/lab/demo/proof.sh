# shellcheck shell=bash
# The proof of the real demo, from three witnesses that do not know each other: the API, libvirt on every host, and the
# guests' own tick logs.

# What libvirt on each host has, one file a host.
ask_libvirt() {
    local host
    for host in "${HOSTS[@]}"; do "$LAB" virsh "$host" -q list --all >"$WORK/virsh-$host"; done
}

# One line GUEST HOST STATE for each domain that any libvirt has, running or not.
places_by_libvirt() {
    local host
    for host in "${HOSTS[@]}"; do
        awk -v host="$host" 'NF { name = $2; $1 = $2 = ""; sub(/^ +/, ""); print name, host, $0 }' "$WORK/virsh-$host"
    done | sort
}

places_by_api() {
    local guest
    for guest in $(guest_names); do echo "$guest $(host_of "$guest") $(state_of "$guest")"; done | sort
}

# After each step: the API, libvirt on every host and the guests that it moves about say the same. The guests of machine
# hosts are asked at the end only, because their emulated hosts answer slowly.
real_step() {
    ask_libvirt
    check "libvirt on every host has exactly the guests that the API tells, and in that state" \
        is_equal "$(places_by_libvirt)" "$(places_by_api)"
    check "each guest of ${RACK[*]} goes on ticking where the API says it is" go_on_ticking "${WEB[@]}" "${DB[@]}"
}

real_proof() {
    local guest host guests
    chapter "6. The proof: no guest was stopped, started anew, or ran twice"
    tell "The API says one thing; libvirt on every host and the guests' own tick logs say what is true."
    show_guests
    ask_libvirt
    for host in "${HOSTS[@]}"; do
        printf '\n%s$ deploy/lab/lab virsh %s list --all%s\n' "$BOLD" "$host" "$PLAIN"
        cat "$WORK/virsh-$host"
    done
    mapfile -t guests < <(guest_names)
    tell "waiting until each guest goes on ticking (one on an emulated host may still be booting)"
    check "all guests go on ticking where the API says they are" go_on_ticking "${guests[@]}"
    printf '\n%s$ deploy/lab/lab verify-ticks %s%s\n' "$BOLD" "${guests[*]}" "$PLAIN"
    "$LAB" verify-ticks "${guests[@]}" | tee "$WORK/ticks" || broken "a guest ran twice, or never"
    proof_table "${guests[@]}"
    for guest in "${guests[@]}"; do
        check "$guest: API, libvirt and its own log agree that it ran all the time, once" is_equal "$(verdict "$guest")" ok
    done
}

# Where libvirt has the guest: one line HOST STATE for each host.
libvirt_has() { places_by_libvirt | sed -n "s/^$1 //p"; }

finding() { sed -n "s/^$1: .*$2=\([^ ]*\).*/\1/p" "$WORK/ticks"; }

# ok, or what is wrong with the guest.
verdict() {
    local guest="$1"
    if [ "$(libvirt_has "$guest")" != "$(host_of "$guest") running" ]; then
        echo "libvirt does not agree"
    elif [ "$(finding "$guest" boots)" != 1 ]; then
        echo "started anew"
    elif [ "$(finding "$guest" duplicates)$(finding "$guest" overlaps)" != 00 ]; then
        echo "ran twice"
    elif [ "$(finding "$guest" missing)" -gt 4 ]; then
        echo "stood still"
    else
        echo ok
    fi
}

# proof_table GUEST...
proof_table() {
    local guest
    chapter "7. Summary"
    printf '%-8s %-10s %-18s %6s %6s %11s  %-12s %s\n' GUEST "BY API" "BY LIBVIRT" TICKS BOOTS DUPLICATES "WAY" VERDICT
    for guest in "$@"; do
        printf '%-8s %-10s %-18s %6s %6s %11s  %-12s %s\n' "$guest" "$(host_of "$guest")" \
            "$(libvirt_has "$guest" | paste -sd ,)" "$(finding "$guest" ticks)" "$(finding "$guest" boots)" \
            "$(finding "$guest" duplicates)" "$(finding "$guest" hosts)" "$(verdict "$guest")"
    done
}

# go_on_ticking GUEST...: each writes another tick to its log on the host where the API says it is.
go_on_ticking() {
    local guest
    local -A before
    for guest in "$@"; do before[$guest]="$(ticks_now "$guest")"; done
    for guest in "$@"; do
        wait_until "$START_SECONDS" "$guest ticks on $(host_of "$guest")" ticks_beyond "$guest" "${before[$guest]}" || return 1
    done
}

ticks_now() { "$LAB" tick "$(host_of "$1")" "$1" | grep -c . || true; }

ticks_beyond() { [ "$(ticks_now "$1")" -gt "$2" ]; }
