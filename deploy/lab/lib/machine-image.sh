# shellcheck shell=bash
# The disks of machine hosts. Root (Debian with libvirt and QEMU) and Java are built once and cached;
# a third small disk carries what belongs to one host of this lab and is written at every `lab up`.

MACHINE_PACKAGES=libvirt-daemon-system,libvirt-clients,qemu-system-x86,qemu-utils,iproute2,iptables
MACHINE_PACKAGES+=,dnsmasq-base,kmod,procps,openssl
# Part of the cached file's name: raise it when the packages of the root change.
MACHINE_ROOT_VERSION=1

machine_root() { printf '%s/machine-root-%s.ext4\n' "$LAB_CACHE" "$MACHINE_ROOT_VERSION"; }

# disk_from_folder FOLDER IMAGE FREE_MIB LABEL: an ext4 image without mounting anything.
disk_from_folder() {
    local mib
    mib=$(($(du -sm --apparent-size "$1" | cut -f1) * 5 / 4 + 32 + $3))
    rm -f "$2.new"
    truncate -s "${mib}M" "$2.new"
    mke2fs -q -F -t ext4 -L "$4" -d "$1" "$2.new" >&2
    mv "$2.new" "$2"
}

machine_root_up() {
    local image tree
    image="$(machine_root)"
    [ ! -e "$image" ] || return 0
    kernel_unpack
    tree="$(mktemp -d -p "$LAB_CACHE" root.XXXXXX)"
    say "building the root disk of machine hosts (once, about two minutes)"
    mmdebstrap --quiet --variant=minbase --include="$MACHINE_PACKAGES" \
        --aptopt='APT::Install-Recommends "false"' --dpkgopt='path-exclude=/usr/share/doc/*' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        bookworm "$tree" >&2 || { rm -rf --one-file-system "$tree"; fail "mmdebstrap made no root" \
        "its own messages stand above" "repair the cause (often the package mirror), then: lab up"; }
    mkdir -p "$tree/lib/modules" "$tree/opt/java" "$tree/lab"
    cp -r "$(kernel_tree)/lib/modules/$(kernel_version)" "$tree/lib/modules/"
    rm -f "$tree/etc/libvirt/qemu/networks/autostart/default.xml" "$tree/etc/libvirt/qemu/networks/default.xml"
    disk_from_folder "$tree" "$image" 3072 root
    rm -rf --one-file-system "$tree"
}

# The JDK of this machine, read-only, as a disk of its own; its file name says which one.
machine_java_disk() {
    local home version image
    home="$(readlink -f "$(java_home)")"
    version="$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$home/release" | tr -c 'A-Za-z0-9.\n' _)"
    image="$LAB_CACHE/java-$version.ext4"
    [ -e "$image" ] || disk_from_folder "$home" "$image" 0 java
    printf '%s\n' "$image"
}

machine_initrd() {
    local root module
    [ ! -e "$1" ] || return 0
    root="$(mktemp -d -p "$LAB_DIR" build.XXXXXX)"
    busybox_root "$root" sh mount insmod sleep switch_root
    mkdir "$root/root"
    for module in virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_blk; do
        add_module "$root" "$module"
    done
    cp "$LAB_HOME/machine/initrd-init" "$root/init"
    pack_initrd "$root" "$1"
    rm -rf "$root"
}

# The host's own disk: settings, libvirt's files, certificates, agent's configuration, guests' kernel.
machine_files_disk() {
    local host="$1" image="$2" tree state
    tree="$(mktemp -d -p "$LAB_DIR" build.XXXXXX)"
    state="$tree/state"
    libvirt_config "$host" "$tree/etc-libvirt"
    pki_config "$host" "$tree/etc-pki"
    names_file >"$tree/names"
    mkdir -p "$tree/bin"
    cp "$LAB_HOME/machine/lab-init" "$LAB_HOME/machine/lab-shell" "$LAB_HOME/machine/lab-listen" "$tree/bin/"
    mkdir -p "$tree/boot" "$state/tls" "$state/hosts/$host"
    cp "$LAB_BOOT/vmlinuz" "$LAB_BOOT/initrd" "$tree/boot/"
    cp "$LAB_DIR/tls/authority.pem" "$LAB_DIR/tls/$host.pem" "$LAB_DIR/tls/$host.key" "$state/tls/"
    cp "$(host_dir "$host")/agent.yaml" "$state/hosts/$host/agent.yaml"
    cat >"$tree/settings" <<SETTINGS
LAB_HOST=$host
LAB_ADDRESS=$(host_address "$host")
LAB_GATEWAY=$LAB_CONTROLLER_ADDRESS
LAB_STATE=$LAB_DIR
LAB_SHELL_PORT=$MACHINE_SHELL_PORT
SETTINGS
    disk_from_folder "$tree" "$image" 0 files
    rm -rf "$tree"
}
