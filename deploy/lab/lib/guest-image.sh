# shellcheck shell=bash
# The guests' kernel and initial memory disk: Debian's cloud kernel, unpacked and not installed, and
# busybox with an /init that ticks (guest/init). Kept in the cache, copied to the fixed boot folder.

# In the order in which they must be loaded. Those a kernel has built in are left out.
GUEST_MODULES=(virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_blk
    failover net_failover virtio_net virtio_balloon virtio_mem button evdev)

kernel_tree() { printf '%s/kernel\n' "$LAB_CACHE"; }

kernel_version() { basename "$(echo "$(kernel_tree)"/lib/modules/*)"; }

kernel_unpack() {
    local tree package dir="$LAB_CACHE/packages"
    tree="$(kernel_tree)"
    [ ! -e "$tree/complete" ] || return 0
    package="$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image/ { print $2; exit }')"
    [ -n "$package" ] || fail "apt knows no package linux-image-cloud-amd64" \
        "its lists are missing or old" "run: apt-get update; then lab install"
    mkdir -p "$dir"
    say "unpacking the guests' kernel $package"
    compgen -G "$dir/${package}_*.deb" >/dev/null || (cd "$dir" && apt-get download -q "$package" >&2)
    rm -rf "$tree"
    mkdir -p "$tree"
    dpkg -x "$(find "$dir" -name "${package}_*.deb" | sort -V | tail -n 1)" "$tree"
    depmod -b "$tree" "$(kernel_version)"
    : >"$tree/complete"
}

# add_module FOLDER NAME: copies a module of the cloud kernel and puts it at the end of the order.
add_module() {
    local file
    file="$(find "$(kernel_tree)/lib/modules" -name "$2.ko" | head -n 1)"
    [ -n "$file" ] || return 0
    cp "$file" "$1/modules/"
    echo "$2" >>"$1/modules/order"
}

# busybox_root FOLDER APPLET...: a root folder with busybox, its applets as links, and empty mount points.
busybox_root() {
    local root="$1" applet
    shift
    mkdir -p "$root"/{bin,proc,sys,dev,etc,modules}
    cp /bin/busybox "$root/bin/busybox"
    for applet in "$@"; do ln -s busybox "$root/bin/$applet"; done
}

pack_initrd() { (cd "$1" && find . | cpio -o -H newc --quiet | gzip -9) >"$2.new" && mv "$2.new" "$2"; }

guest_initrd() {
    local root module
    root="$(mktemp -d -p "$LAB_DIR" build.XXXXXX)"
    busybox_root "$root" sh mount cat cut date sleep insmod acpid poweroff sync dd nproc printf echo
    for module in "${GUEST_MODULES[@]}"; do add_module "$root" "$module"; done
    mkdir -p "$root/etc/acpi/PWRF" "$root/var/run" "$root/var/log"
    cp "$LAB_HOME/guest/init" "$root/init"
    cp "$LAB_HOME/guest/power-button" "$root/etc/acpi/PWRF/00000080"
    pack_initrd "$root" "$1"
    rm -rf "$root"
}

guest_image_up() {
    kernel_unpack
    mkdir -p "$LAB_BOOT"
    cp -u "$(kernel_tree)/boot/vmlinuz-$(kernel_version)" "$LAB_BOOT/vmlinuz"
    guest_initrd "$LAB_BOOT/initrd"
}
