# shellcheck shell=bash
# How the demo speaks, and how it checks. Every command of the tour is shown as one would type it, run, and its output
# shown; every claim is checked, and the first one that does not hold ends the demo with a status of 1.

CHECKS=0

if [ -t 1 ]; then
    BOLD=$'\e[1m' DIM=$'\e[2m' GREEN=$'\e[32m' RED=$'\e[31m' PLAIN=$'\e[0m'
else
    BOLD='' DIM='' GREEN='' RED='' PLAIN=''
fi

# WORK: a folder of this run's own.
begin_work() { WORK="$(mktemp -d "${TMPDIR:-/tmp}/kvmherd-demo.XXXXXX")"; }

chapter() { printf '\n%s== %s%s\n' "$BOLD" "$1" "$PLAIN"; }

tell() { printf '%s%s%s\n' "$DIM" "$*" "$PLAIN"; }

# fail_with WHAT WHY NEXT: the three lines that every error has, then the end.
fail_with() {
    printf '%sdemo: error: %s%s\n      why:   %s\n      to do: %s\n' "$RED" "$1" "$PLAIN" "$2" "$3" >&2
    exit 1
}

kvmherd() { "$ROOT/deploy/bin/kvmherd" "$@"; }

# Lets the first 60 lines pass, which is all of it on a small cluster.
shortened() { awk 'NR <= 60 { print; fflush() } END { if (NR > 60) print "... and " NR - 60 " more lines" }'; }

# show STATUS ARGUMENTS...: runs the kvmherd command in sight of the reader; it has to end with this status. What it
# printed is in $WORK/output afterwards.
show() {
    local wanted="$1" status=0
    shift
    printf '\n%s$ kvmherd%s%s\n' "$BOLD" "$(printf ' %s' "${@@Q}" | sed "s/'\([A-Za-z0-9=:,./_-]*\)'/\1/g")" "$PLAIN"
    { kvmherd "$@" 2>&1 || echo "$?" >"$WORK/status"; } | tee "$WORK/output" | shortened
    if [ -e "$WORK/status" ]; then
        status="$(cat "$WORK/status")"
        rm "$WORK/status"
    fi
    [ "$status" = "$wanted" ] || broken "the command ends with exit code $wanted, but it was $status"
}

# check CLAIM COMMAND...: the command, which prints nothing but how long it still waits, succeeds if the claim holds.
check() {
    local claim="$1"
    shift
    "$@" || broken "$claim"
    CHECKS=$((CHECKS + 1))
    printf '%s  holds:%s %s\n' "$GREEN" "$PLAIN" "$claim"
}

broken() {
    printf '%s  DOES NOT HOLD: %s%s\n' "$RED" "$1" "$PLAIN" >&2
    exit 1
}

says() { grep -Fq -- "$1" "$WORK/output"; }

is_equal() { [ "$1" = "$2" ]; }

is_greater() { [ "$1" -gt "$2" ]; }

# wait_until SECONDS WHAT COMMAND...: looks again every second and says every ten how long it has waited.
wait_until() {
    local seconds="$1" what="$2" began="$SECONDS"
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ $((SECONDS - began)) -lt "$seconds" ] || return 1
        [ $(((SECONDS - began) % 10)) != 9 ] || tell "  waiting: $what ($((SECONDS - began + 1)) of at most $seconds s)"
        sleep 1
    done
}

# column NAME TABLE_FILE KEY: that column of the row whose first field is KEY. Columns are at least two blanks apart.
column() {
    awk -F '  +' -v name="$1" -v key="$3" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) wanted = i }
        NR > 1 && $1 == key { print $wanted }' "$2"
}
