package io.kvmherd.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which of the standard streams are terminals. The JDK can tell it only for input and output together, so the process's
 * own file table is asked.
 *
 * @param inIsTerminal somebody can type
 * @param errIsTerminal somebody sees what is said beside the data
 */
public record Terminals(boolean inIsTerminal, boolean errIsTerminal) {
    public static final Terminals NONE = new Terminals(false, false);

    /** Of this process. */
    public static Terminals own() {
        return new Terminals(isTerminal(0), isTerminal(2));
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
