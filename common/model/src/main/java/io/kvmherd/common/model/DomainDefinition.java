package io.kvmherd.common.model;

import java.util.List;
import java.util.Optional;

/**
 * A domain's definition as its agent read it, without all that libvirt, or kvmherd itself, changes without anybody having
 * edited it.
 *
 * @param fingerprint of {@code text} as it was before it was left out; equal exactly if nothing was edited
 * @param text normal form of the persistent definition, an element a line, without name and metadata; empty where it is
 *     longer than {@code Limits.DEFINITION_LENGTH}, or where somebody else keeps it
 * @param shape of the persistent definition
 * @param running of what runs at the moment; empty while it does not
 * @param summary as an adoption would read it; empty where it does not fit into a specification
 * @param hindrances what in it is in the way of live migrations
 * @param autostart whether libvirt starts the guest by itself
 * @param snapshots their names, in order of name, at most {@code Limits.LIST_ENTRIES}
 * @param currentSnapshot name of the one that the guest's state rests on; empty for none
 * @param libvirtVersion of the libvirt that keeps it: another one may write the same definition otherwise
 * @param revertedAtMs when the domain last went back to a snapshot, by its host's clock; 0 where its agent has not seen that
 */
public record DomainDefinition(
        String fingerprint,
        String text,
        GuestShape shape,
        Optional<GuestShape> running,
        Optional<GuestSpec> summary,
        List<Hindrance> hindrances,
        boolean autostart,
        List<String> snapshots,
        String currentSnapshot,
        long libvirtVersion,
        long revertedAtMs) {
    public DomainDefinition {
        hindrances = hindrances.stream().limit(Limits.LIST_ENTRIES).toList();
        snapshots = snapshots.stream().limit(Limits.LIST_ENTRIES).toList();
    }

    public DomainDefinition withText(String newText) {
        return with(newText, autostart, revertedAtMs);
    }

    public DomainDefinition withAutostart(boolean newAutostart) {
        return with(text, newAutostart, revertedAtMs);
    }

    public DomainDefinition withRevertedAt(long milliseconds) {
        return with(text, autostart, milliseconds);
    }

    private DomainDefinition with(String newText, boolean newAutostart, long newRevertedAtMs) {
        return new DomainDefinition(
                fingerprint,
                newText,
                shape,
                running,
                summary,
                hindrances,
                newAutostart,
                snapshots,
                currentSnapshot,
                libvirtVersion,
                newRevertedAtMs);
    }
}
