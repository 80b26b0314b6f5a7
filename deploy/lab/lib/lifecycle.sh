# shellcheck shell=bash
# Up and down of the whole lab. `up` may be repeated, also after it failed half way; `down` looks at
# what is there, not at what a state file says, so it clears the remains of any failed `up`.

lab_up() {
    local count="$1" machines host hosts=()
    shift
    machines=("$@")
    mkdir -p "$LAB_DIR/hosts" "$LAB_SHARED" "$LAB_LOCKS"
    for host in $(seq "$count"); do hosts+=("h$host"); done
    certificates_up "${hosts[@]}" "${machines[@]}"
    guest_image_up
    network_up
    mount_points
    for host in "${hosts[@]}"; do host_prepare "$host"; done
    for host in "${machines[@]}"; do machine_prepare "$host"; done
    for host in "${hosts[@]}"; do host_finish "$host"; done
    together machine_finish "${machines[@]}"
    program_configs "${hosts[@]}" "${machines[@]}"
}

lab_down() {
    local dir
    [ ! -d "$LAB_DIR" ] || end_recorded "$LAB_DIR/controller/controller.pid"
    cgroup_down
    netns_down
    network_down
    if [ -s "$LAB_DIR/made-folders" ]; then
        # Deepest first is not needed: none lies in another.
        while read -r dir; do rmdir "$dir" 2>/dev/null || true; done <"$LAB_DIR/made-folders"
    fi
    # The cache stays, half-built images do not.
    rm -rf --one-file-system "$LAB_DIR" "$LAB_DISKS" "$LAB_CACHE"/root.* "$LAB_CACHE"/*.new
    say "down"
}
