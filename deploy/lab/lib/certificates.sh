# shellcheck shell=bash
# The lab's own certificate authority: one certificate for the controller and one per host, used by
# the command link, by libvirt's TLS and by QEMU's migration. ECDSA P-256, keys in PKCS#8.

certificates_up() {
    local host dir="$LAB_DIR/tls"
    mkdir -p "$dir"
    chmod 700 "$dir"
    [ -s "$dir/authority.pem" ] || certificate_authority "$dir"
    certificate controller "spiffe://$LAB_CLUSTER/controller/c1" "$LAB_CONTROLLER_ADDRESS" controller
    for host in "$@"; do
        certificate "$host" "spiffe://$LAB_CLUSTER/agent/$host" "$(host_address "$host")" "$host"
    done
}

certificate_key() {
    (umask 077 && openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null)
}

certificate_authority() {
    local dir="$1"
    certificate_key "$dir/authority.key"
    openssl req -x509 -new -key "$dir/authority.key" -sha256 -days 30 -subj "/CN=$LAB_CLUSTER authority" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
        -out "$dir/authority.pem.new"
    mv "$dir/authority.pem.new" "$dir/authority.pem"
}

# certificate NAME URI ADDRESS DNS
# libvirt insists on keyEncipherment in a server certificate, although no EC key needs it.
certificate() {
    local name="$1" uri="$2" address="$3" dns="$4" dir="$LAB_DIR/tls"
    [ ! -s "$dir/$name.pem" ] || return 0
    certificate_key "$dir/$name.key"
    openssl req -new -key "$dir/$name.key" -subj "/CN=$name" |
        openssl x509 -req -sha256 -days 30 -CA "$dir/authority.pem" -CAkey "$dir/authority.key" \
            -set_serial "0x$(openssl rand -hex 8)" -extfile <(
                printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,keyEncipherment\n'
                printf 'extendedKeyUsage=serverAuth,clientAuth\n'
                printf 'subjectAltName=URI:%s,IP:%s,DNS:%s\n' "$uri" "$address" "$dns"
            ) -out "$dir/$name.pem.new" 2>/dev/null
    mv "$dir/$name.pem.new" "$dir/$name.pem"
}
