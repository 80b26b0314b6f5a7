package io.kvmherd.cli.output;

import io.kvmherd.common.api.MessageResource;
import io.kvmherd.common.api.ReleaseList;
import java.util.ArrayList;
import java.util.List;

/** What became of the wish to let guests go. */
public final class ReleaseText {
    private static final String INDENT = "  ";

    private ReleaseText() {}

    /** How far it has come. */
    public enum Stage {
        ASKED(" can be released"),
        BEGUN(" being released"),
        ENDED(" released");

        private final String words;

        Stage(String words) {
            this.words = words;
        }

        public static Stage of(boolean dryRun, boolean waited) {
            return dryRun ? ASKED : waited ? ENDED : BEGUN;
        }
    }

    public static List<String> lines(ReleaseList releases, boolean dryRun) {
        List<String> lines = new ArrayList<>();
        for (ReleaseList.Item item : releases.items()) {
            String where = item.name() + " on " + item.host() + " (" + Units.word(item.state()) + "): ";
            if (item.refusal().isEmpty()) {
                lines.add(where + (dryRun ? "can be released." : "is being released, as it is."));
            } else {
                MessageResource why = item.refusal().get();
                lines.add(where + "cannot be released.");
                lines.addAll(Paragraph.lines(INDENT, why.why()));
                lines.addAll(Paragraph.lines(INDENT + "-> ", why.next()));
            }
        }
        return lines;
    }

    /** One line about all of them. */
    public static String summary(ReleaseList releases, int kept, Stage stage) {
        int done = releases.items().size() - kept;
        String left = releases.left() == 0
                ? ""
                : " " + Units.count(releases.left(), "guest") + " more are left; run the command again for them.";
        return Units.count(done, "guest") + stage.words + ", " + kept + " not." + left;
    }
}
