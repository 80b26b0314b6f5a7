package io.kvmherd.agent.linux;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One small text file of the kernel. Their size cannot be asked, so reading stops at a bound. */
record KernelFile(Path path) {
    private static final int MAX_BYTES = 8 * 1_024 * 1_024;

    boolean exists() {
        return Files.isReadable(path);
    }

    List<String> lines() {
        try (InputStream in = Files.newInputStream(path)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new KvmherdException(
                    ErrorCode.FILE_FAILED,
                    path + " cannot be read: " + e + ". The agent needs /proc and /sys of its host",
                    e);
        }
    }

    String firstLine() {
        List<String> lines = lines();
        return lines.isEmpty() ? "" : lines.getFirst().strip();
    }

    long number() {
        return parse(firstLine());
    }

    /** Value of the line that begins with the key, in a file of "key value" or "key: value unit" lines. */
    Optional<Long> value(String key) {
        for (String line : lines()) {
            String[] words = line.split("[:\\s]+", 3);
            if (words.length > 1 && words[0].equals(key)) {
                return Optional.of(parse(words[1].strip()));
            }
        }
        return Optional.empty();
    }

    private long parse(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new KvmherdException(ErrorCode.MALFORMED, path + " holds \"" + text + "\" where a number belongs", e);
        }
    }
}
