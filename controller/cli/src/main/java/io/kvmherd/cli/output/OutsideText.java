package io.kvmherd.cli.output;

import io.kvmherd.common.api.GuestResource;
import io.kvmherd.common.model.OutsideChange;
import java.util.ArrayList;
import java.util.List;

/** What others did to a guest, as text. */
final class OutsideText {
    private OutsideText() {}

    /** The newest change that nobody has decided about, in a few words; empty when there is none. */
    static String mark(GuestResource guest) {
        return guest.outside().reversed().stream()
                .filter(change -> !change.settled())
                .findFirst()
                .map(change -> "outside: " + Units.word(change.what()))
                .orElse("");
    }

    /** All changes that are remembered, and what can be done about those that nobody has decided about. */
    static List<String> paragraph(GuestResource guest) {
        if (guest.outside().isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Done by others, as far as it was noticed:");
        for (OutsideChange change : guest.outside()) {
            lines.add("  " + Units.time(change.at()) + "  " + words(change) + (change.settled() ? "" : "  (open)"));
        }
        if (!mark(guest).isEmpty()) {
            if (isEdited(guest)) {
                lines.add("See what differs: kvmherd guest diff " + guest.name());
            }
            lines.add("Take it as it is: kvmherd guest accept " + guest.name());
            lines.add("Bring it back:    kvmherd guest restore " + guest.name());
        }
        return List.copyOf(lines);
    }

    private static boolean isEdited(GuestResource guest) {
        return guest.outside().stream()
                .anyMatch(change -> !change.settled() && change.what() == OutsideChange.What.EDITED);
    }

    /** One change, with where it was noticed. */
    static String words(OutsideChange change) {
        String detail = change.detail().isEmpty() ? "" : " (" + change.detail() + ")";
        return Units.word(change.what()) + detail + " on " + change.host();
    }
}
