package io.kvmherd.controller.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares what the code says now with a file that was checked in, so that a change of a table is seen in a review.
 *
 * <p>{@code -Dkvmherd.golden.write=true} writes the files instead; look at the difference before it is committed.
 */
public final class Golden {
    private static final String WRITE = "kvmherd.golden.write";

    private Golden() {}

    /** @throws AssertionError when the file says something else, with the first line that differs */
    public static void check(Path file, String actual) {
        try {
            if (Boolean.getBoolean(WRITE)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, actual);
                return;
            }
            String expected = Files.exists(file) ? Files.readString(file) : "";
            if (!expected.equals(actual)) {
                throw new AssertionError(
                        file + " is not what the code says, from line " + firstDifference(expected, actual)
                                + ". If the change is meant, write it anew with -D" + WRITE + "=true");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write " + file, e);
        }
    }

    private static String firstDifference(String expected, String actual) {
        String[] old = expected.split("\n", -1);
        String[] now = actual.split("\n", -1);
        int line = 0;
        while (line < old.length && line < now.length && old[line].equals(now[line])) {
            line++;
        }
        return (line + 1) + ": file \"" + lineAt(old, line) + "\", code \"" + lineAt(now, line) + "\"";
    }

    private static String lineAt(String[] lines, int number) {
        return number < lines.length ? lines[number] : "";
    }
}
