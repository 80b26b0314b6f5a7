# shellcheck shell=bash
# The files that libvirt reads in a host, namespace host or machine host alike. A lab only: libvirtd
# takes TCP without authentication, which a product host never does (it listens on TLS alone).

# libvirt_config HOST FOLDER: writes what becomes /etc/libvirt.
libvirt_config() {
    local host="$1" dir="$2" uuid
    mkdir -p "$dir/qemu/networks/autostart" "$dir/storage/autostart"
    # The same for every life of this host: libvirt refuses a migration to its own host uuid.
    uuid="$(printf 'kvmherd-lab %s' "$host" | sha256sum |
        sed -E 's/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/\1-\2-4\3-8\4-\5/')"
    cat >"$dir/libvirtd.conf" <<CONF
host_uuid = "$uuid"
listen_tcp = 1
auth_tcp = "none"
listen_tls = 1
auth_tls = "none"
auth_unix_rw = "none"
auth_unix_ro = "none"
unix_sock_group = "root"
unix_sock_rw_perms = "0770"
max_clients = 200
log_outputs = "2:file:/var/log/libvirt/libvirtd.log"
CONF
    cat >"$dir/qemu.conf" <<CONF
security_driver = "none"
user = "root"
group = "root"
namespaces = []
# QEMU then stays in libvirtd's control group, which is the host's size.
cgroup_controllers = []
stdio_handler = "file"
migration_address = "0.0.0.0"
migration_host = "$(host_address "$host")"
migrate_tls_x509_cert_dir = "/etc/pki/qemu"
migrate_tls_x509_verify = 1
lock_manager = "lockd"
CONF
    cat >"$dir/qemu-lockd.conf" <<CONF
auto_disk_leases = 1
file_lockspace_dir = "$LAB_LOCKS"
CONF
    : >"$dir/libvirt.conf"
    printf 'log_outputs = "2:file:/var/log/libvirt/virtlockd.log"\n' >"$dir/virtlockd.conf"
    [ ! -d /etc/libvirt/nwfilter ] || [ -d "$dir/nwfilter" ] || cp -r /etc/libvirt/nwfilter "$dir/nwfilter"
    # As operating.md says, with the folder that this host's agent writes: its dataDir is not the usual one.
    mkdir -p "$dir/hooks/qemu.d"
    sed "s|^folder=.*|folder=$LAB_DIR/hosts/$host/agent/guests|" "$PROJECT_DIR/deploy/hooks/qemu" \
        >"$dir/hooks/qemu.d/kvmherd"
    chmod 0755 "$dir/hooks/qemu.d/kvmherd"
}

# pki_config HOST FOLDER: writes what becomes /etc/pki: libvirt's and QEMU's places for one and the
# same certificate of the host.
pki_config() {
    local host="$1" dir="$2" source="$LAB_DIR/tls"
    mkdir -p "$dir/CA" "$dir/libvirt/private" "$dir/qemu"
    cp "$source/authority.pem" "$dir/CA/cacert.pem"
    cp "$source/$host.pem" "$dir/libvirt/servercert.pem"
    cp "$source/$host.pem" "$dir/libvirt/clientcert.pem"
    cp "$source/$host.key" "$dir/libvirt/private/serverkey.pem"
    cp "$source/$host.key" "$dir/libvirt/private/clientkey.pem"
    cp "$source/authority.pem" "$dir/qemu/ca-cert.pem"
    cp "$source/$host.pem" "$dir/qemu/server-cert.pem"
    cp "$source/$host.pem" "$dir/qemu/client-cert.pem"
    cp "$source/$host.key" "$dir/qemu/server-key.pem"
    cp "$source/$host.key" "$dir/qemu/client-key.pem"
}

# The names of all hosts, so that a program which resolves its own host name finds an address.
names_file() {
    local number machine
    printf '127.0.0.1 localhost\n%s controller\n' "$LAB_CONTROLLER_ADDRESS"
    for number in $(seq "$LAB_MAX_HOSTS"); do printf '%s h%s\n' "$(host_address "h$number")" "$number"; done
    for machine in "${LAB_MACHINES[@]}"; do printf '%s %s\n' "$(host_address "$machine")" "$machine"; done
}

# host_resources HOST: pools `shared` and `local` and the NAT network `default`, defined, started, autostarted.
# A machine host does not see the shared folder, so it has no such pool.
host_resources() {
    local host="$1"
    is_machine "$host" || define_pool "$host" shared "$LAB_SHARED"
    define_pool "$host" local /var/lib/libvirt/images
    if ! host_virsh "$host" -q net-info default >/dev/null 2>&1; then
        network_xml | host_virsh "$host" -q net-define /dev/stdin >&2
    fi
    host_virsh "$host" -q net-autostart default >&2
    holds '^ *default *$' host_virsh "$host" -q net-list --name || host_virsh "$host" -q net-start default >&2
}

define_pool() {
    local host="$1" pool="$2" path="$3"
    if ! host_virsh "$host" -q pool-info "$pool" >/dev/null 2>&1; then
        host_virsh "$host" -q pool-define-as "$pool" dir --target "$path" >&2
    fi
    host_virsh "$host" -q pool-autostart "$pool" >&2
    holds "^ *$pool *\$" host_virsh "$host" -q pool-list --name || host_virsh "$host" -q pool-start "$pool" >&2
}

network_xml() {
    cat <<'XML'
<network>
  <name>default</name>
  <forward mode='nat'/>
  <bridge name='virbr0' stp='on' delay='0'/>
  <ip address='192.168.122.1' netmask='255.255.255.0'>
    <dhcp><range start='192.168.122.2' end='192.168.122.254'/></dhcp>
  </ip>
</network>
XML
}
