package io.kvmherd.cli.output;

import io.kvmherd.common.api.DriftResource;
import io.kvmherd.common.model.HostId;
import java.util.ArrayList;
import java.util.List;

/** What others made of a guest's definition, as text. */
public final class DriftText {
    private DriftText() {}

    public static List<String> lines(DriftResource drift) {
        String host = drift.host().map(HostId::value).orElse("its host");
        if (!drift.known()) {
            return List.of("Guest " + drift.name() + ": " + host + " has not told its definition yet.");
        }
        boolean autostartDiffers = drift.autostart() != drift.autostartAccepted();
        List<String> lines = new ArrayList<>();
        if (!drift.edited() && !autostartDiffers) {
            lines.add("Guest " + drift.name() + " is defined on " + host + " as it was accepted.");
        } else {
            lines.add("Guest " + drift.name() + " is not defined on " + host + " as it was accepted:");
            drift.changes().forEach(change -> lines.add("  " + change));
            drift.running().forEach(change -> lines.add("  running: " + change));
            if (autostartDiffers) {
                lines.add("  libvirt's autostart is " + (drift.autostart() ? "on" : "off"));
            }
        }
        if (!drift.snapshots().isEmpty()) {
            lines.add("  snapshots: " + String.join(", ", drift.snapshots()));
        }
        if (!drift.lines().isEmpty()) {
            lines.add("");
            lines.add("--- accepted");
            lines.add("+++ " + host);
            lines.addAll(drift.lines());
        }
        if (drift.edited() || autostartDiffers) {
            lines.add("");
            lines.add("Take it as it is: kvmherd guest accept " + drift.name());
            lines.add("Put it back:      kvmherd guest restore " + drift.name() + " --dry-run");
        }
        return List.copyOf(lines);
    }
}
