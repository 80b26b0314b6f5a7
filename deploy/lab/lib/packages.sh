# shellcheck shell=bash
# Packages. Invariant: installing them never starts a libvirtd of the machine's own, and a libvirt
# that somebody uses is never touched.

LAB_PACKAGES=(qemu-system-x86 qemu-utils libvirt-daemon-system libvirt-clients dnsmasq-base iptables
    iproute2 util-linux busybox-static cpio kmod openssl e2fsprogs mmdebstrap socat ovmf)

missing_packages() {
    local package
    for package in "${LAB_PACKAGES[@]}"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
    done
}

# A libvirtd that runs in the machine's own namespaces (those of the lab run in others).
machine_libvirtd() {
    local pid own
    own="$(readlink /proc/self/ns/net)"
    for pid in $(pgrep -x libvirtd || true) $(pgrep -x virtqemud || true); do
        [ "$(readlink "/proc/$pid/ns/net" 2>/dev/null)" = "$own" ] && echo "$pid"
    done
    return 0
}

# Domains of the machine's own libvirt. One that does not run is not woken to be asked: its definitions are files.
machine_domains() {
    {
        find /etc/libvirt/qemu -maxdepth 1 -name '*.xml' -printf '%f\n' 2>/dev/null | sed 's/[.]xml$//'
        [ -z "$(machine_libvirtd)" ] || timeout 10 virsh -q -c qemu:///system list --all --name 2>/dev/null || true
    } | awk 'NF' | sort -u
}

refuse_used_libvirt() {
    local domains
    domains="$(machine_domains | paste -sd ' ')"
    [ -z "$domains" ] || fail "this machine's own libvirt is in use: it has the domains $domains" \
        "packages installed now could restart the libvirtd that runs them, and the lab is not for machines that do real work" \
        "use another machine, or undefine the domains and stop libvirtd first"
}

# With a policy of 101 no maintainer script starts a service; the machine's own policy comes back after.
with_services_held() {
    local policy=/usr/sbin/policy-rc.d kept=/usr/sbin/policy-rc.d.kvmherd-lab status=0
    [ ! -e "$policy" ] || [ -e "$kept" ] || mv "$policy" "$kept"
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    "$@" || status=$?
    rm -f "$policy"
    [ ! -e "$kept" ] || mv "$kept" "$policy"
    return "$status"
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2
}

# libvirt's units are enabled by their installation; without this they would start at the next boot.
disable_new_libvirt() {
    local units='libvirtd.service libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket
        virtlogd.service virtlogd.socket virtlogd-admin.socket virtlockd.service virtlockd.socket
        virtlockd-admin.socket libvirt-guests.service'
    command -v systemctl >/dev/null || return 0
    # shellcheck disable=SC2086 # a list of words
    systemctl disable $units >/dev/null 2>&1 || true
}

install_packages() {
    local missing new_libvirt=no
    refuse_used_libvirt
    mapfile -t missing < <(missing_packages)
    if [ "${#missing[@]}" = 0 ]; then
        say "all packages are installed"
        return
    fi
    say "installing: ${missing[*]}"
    [[ " ${missing[*]} " == *" libvirt-daemon-system "* ]] && new_libvirt=yes
    apt-get update -q >&2
    with_services_held apt_install "${missing[@]}" || fail "apt-get could not install the packages" \
        "its own messages stand above" "repair apt, then run 'lab install' again"
    [ "$new_libvirt" = no ] || disable_new_libvirt
}

require_packages() {
    local missing
    missing="$(missing_packages | tr '\n' ' ')"
    [ -z "$missing" ] || fail "packages are missing: $missing" \
        "the lab needs libvirt, QEMU and a few tools of Debian's" "run: lab install"
}
