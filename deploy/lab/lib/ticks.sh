# shellcheck shell=bash
# What the guests themselves say about where and when they ran: their tick logs, one per guest and
# host. The tick number continues over a migration; a boot id stands for one life of a guest.

# host_console HOST GUEST: prints that host's log of the guest, nothing if it never ran there.
host_console() {
    if is_machine "$1"; then
        machine_run "$1" "cat '$LAB_CONSOLES/$2.log' 2>/dev/null || true"
    else
        cat "$(host_disks "$1")/lib-libvirt/kvmherd-console/$2.log" 2>/dev/null || true
    fi | tr -d '\r\000'
}

require_guest_name() {
    [[ "$1" =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$ ]] || fail "'$1' is not a guest's name" \
        "1 to 64 letters, digits, dots, dashes and underscores" "see: lab virsh h1 list --all"
}

# Every whole tick line of the guest as: AT BOOT NUMBER HOST LINE; a line torn by a migration is left out.
ticks_of() {
    local guest="$1" host
    shift
    for host in "$@"; do
        host_console "$host" "$guest" | awk -v host="$host" '
            $1 == "tick" && $2 ~ /^[0-9]+$/ && $3 ~ /^boot=[0-9a-f]+$/ && $5 ~ /^at=[0-9]+$/ && NF >= 7 {
                print substr($5, 4), substr($3, 6), $2, host, $0 }'
    done
}

# Lives in the order in which they began, ticks in the order of their numbers.
ticks_in_order() {
    awk '{ if (!($2 in first) || $1 < first[$2]) first[$2] = $1 }
        { line[NR] = $0; boot[NR] = $2; number[NR] = $3 }
        END { for (i = 1; i <= NR; i++) print first[boot[i]], boot[i], number[i], line[i] }' |
        sort -k1,1n -k2,2 -k3,3n -s | cut -d' ' -f4-
}

tick_print() {
    local guest="$1"
    shift
    require_guest_name "$guest"
    ticks_of "$guest" "$@" | ticks_in_order |
        awk '{ host = $4; $1 = $2 = $3 = $4 = ""; sub(/^ +/, ""); print host ": " $0 }'
}

# tick_verify GUEST HOST...: one line of findings; false when the guest never ran or ran twice: the same tick of the
# same life on two hosts, or two lives on different hosts at the same time. `repeats` are ticks that one
# host printed more than once (a snapshot was restored there), `missing` are numbers never seen (torn lines).
tick_verify() {
    local guest="$1"
    shift
    require_guest_name "$guest"
    ticks_of "$guest" "$@" | ticks_in_order | awk -v guest="$guest" '
        {
            at = $1; boot = $2; number = $3; host = $4; key = boot " " number
            if (!(boot in first)) { order[++boots] = boot; first[boot] = at; lowest[boot] = highest[boot] = number }
            if (at < first[boot]) first[boot] = at
            if (at > last[boot]) last[boot] = at
            if (number + 0 < lowest[boot] + 0) lowest[boot] = number
            if (number + 0 > highest[boot] + 0) highest[boot] = number
            if (!(key in seen)) { seen[key] = host; ticks++; count[boot]++ }
            else if (index(" " seen[key] " ", " " host " ")) repeats++
            else { seen[key] = seen[key] " " host; duplicates++; if (example == "") example = key " on " seen[key] }
            if (host != latest[boot]) hosts[boot] = hosts[boot] (hosts[boot] == "" ? "" : ">") host
            latest[boot] = host
        }
        END {
            for (i = 1; i <= boots; i++) {
                b = order[i]
                missing += highest[b] - lowest[b] + 1 - count[b]
                path = path (path == "" ? "" : " | ") hosts[b]
                # The clocks of guests start with that of their host and never run ahead; 2 s is their grain.
                for (j = 1; j < i; j++)
                    if (first[b] + 2 < last[order[j]] && hosts[b] != hosts[order[j]]) overlaps++
            }
            bad = duplicates + overlaps
            verdict = bad ? "RAN TWICE" : (ticks ? "ok" : "NO TICKS")
            printf "%s: ticks=%d boots=%d missing=%d repeats=%d duplicates=%d overlaps=%d hosts=%s %s\n", guest, ticks,
                boots, missing, repeats, duplicates, overlaps, path == "" ? "none" : path, verdict
            if (example != "") print "  first duplicate: boot and tick " example
            exit verdict == "ok" ? 0 : 1
        }'
}
