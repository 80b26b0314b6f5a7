# shellcheck shell=bash
# The proof of the real demo, from three witnesses that do not know each other: the API, libvirt on every host, and the
# guests' own tick logs.

# Where libvirt runs the guest: one line HOST STATE for each host that has its domain.
libvirt_has() {
    local guest="$1" host
    for host in "${HOSTS[@]}"; do
        awk -v guest="$guest" -v host="$host" '$2 == guest { $1 = $2 = ""; sub(/^ +/, ""); print host, $0 }' "$WORK/virsh-$host"
    done
}

real_proof() {
    local guest host
    chapter "6. The proof: no guest was stopped, started anew, or ran twice"
    tell "The API says one thing; libvirt on every host and the guests' own tick logs say what is true."
    refresh
    for host in "${HOSTS[@]}"; do
        printf '\n%s$ deploy/lab/lab virsh %s list --all%s\n' "$BOLD" "$host" "$PLAIN"
        "$LAB" virsh "$host" -q list --all | tee "$WORK/virsh-$host"
    done
    mapfile -t GUESTS < <(awk -F '  +' 'NR > 1 { print $1 }' "$WORK/guests")
    tell "waiting until each guest goes on ticking (a guest on $OTHER boots slowly, its host is emulated)"
    check "all guests go on ticking" guests_go_on
    printf '\n%s$ deploy/lab/lab verify-ticks %s%s\n' "$BOLD" "${GUESTS[*]}" "$PLAIN"
    "$LAB" verify-ticks "${GUESTS[@]}" | tee "$WORK/ticks" || broken "a guest ran twice"
    proof_table
    for guest in "${GUESTS[@]}"; do
        check "$guest: API, libvirt and its own log agree that it ran all the time, once" is_equal "$(verdict "$guest")" ok
    done
}

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

proof_table() {
    local guest
    chapter "7. Summary"
    printf '%-8s %-10s %-18s %6s %6s %11s  %-12s %s\n' GUEST "BY API" "BY LIBVIRT" TICKS BOOTS DUPLICATES "WAY" VERDICT
    for guest in "${GUESTS[@]}"; do
        printf '%-8s %-10s %-18s %6s %6s %11s  %-12s %s\n' "$guest" "$(host_of "$guest")" \
            "$(libvirt_has "$guest" | paste -sd ,)" "$(finding "$guest" ticks)" "$(finding "$guest" boots)" \
            "$(finding "$guest" duplicates)" "$(finding "$guest" hosts)" "$(verdict "$guest")"
    done
}

guests_go_on() {
    local guest before
    for guest in "${GUESTS[@]}"; do
        before="$(ticks_now "$guest")"
        wait_until 600 "$guest ticks" ticks_beyond "$guest" "$before" || return 1
    done
}

ticks_now() { "$LAB" tick "$1" | grep -c .; }

ticks_beyond() { [ "$(ticks_now "$1")" -gt "$2" ]; }
