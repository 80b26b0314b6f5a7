package io.kvmherd.common.api;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import java.util.List;
import java.util.Optional;

/**
 * How a guest's definition differs from the one that was accepted.
 *
 * @param host its owner, who told
 * @param known whether its owner has told its definition at all
 * @param edited whether it is another one, or what runs was changed while it runs
 * @param changes what differs in the definition, in names and values; the lines may say more
 * @param running what differs between what runs and the definition, because it was changed while it runs
 * @param lines the difference of the definitions' normal forms, unified, at most {@code Limits.DIFFERENCE_LINES}
 * @param autostart whether libvirt starts the guest by itself
 * @param autostartAccepted whether it was accepted that it does
 * @param snapshots their names
 */
public record DriftResource(
        GuestId id,
        String name,
        Optional<HostId> host,
        boolean known,
        boolean edited,
        List<String> changes,
        List<String> running,
        List<String> lines,
        boolean autostart,
        boolean autostartAccepted,
        List<String> snapshots) {
    public DriftResource {
        changes = List.copyOf(changes);
        running = List.copyOf(running);
        lines = List.copyOf(lines);
        snapshots = List.copyOf(snapshots);
    }
}
