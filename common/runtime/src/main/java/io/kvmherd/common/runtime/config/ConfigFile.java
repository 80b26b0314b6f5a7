package io.kvmherd.common.runtime.config;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads configuration files. */
public final class ConfigFile {
    /** Largest configuration file, in bytes. */
    public static final int MAX_BYTES = 256 * 1_024;

    private ConfigFile() {}

    /**
     * Reads the file into the record. Relative paths in it are taken from the file's own folder. Blocks for the disk.
     *
     * @throws KvmherdException FILE_FAILED when the file cannot be read, INVALID_INPUT when it does not fit the record
     */
    public static <T extends Record> T read(Path file, Class<T> type) {
        return parse(file, load(file), type);
    }

    /** As {@link #read}, from a text that stands for the file. */
    public static <T extends Record> T parse(Path file, String yaml, Class<T> type) {
        return new RecordBinder(file).bind(compose(file, yaml), type);
    }

    /** Every key of the record with its type and its default, in the record's order: {@code "health.port: int = 7449"}. */
    public static List<String> keys(Class<? extends Record> type) {
        return ConfigKeys.of(type);
    }

    private static String load(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new KvmherdException(
                        ErrorCode.INVALID_INPUT,
                        file + " has " + size + " bytes; a configuration has at most " + MAX_BYTES);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new KvmherdException(
                    ErrorCode.FILE_FAILED,
                    "configuration " + file + " cannot be read: " + e + ". Create it, or name another with --config",
                    e);
        }
    }

    private static Optional<Node> compose(Path file, String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(MAX_BYTES)
                .build();
        try {
            return new Compose(settings).composeString(yaml);
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            throw new KvmherdException(ErrorCode.INVALID_INPUT, file + line + ": is not YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new KvmherdException(ErrorCode.INVALID_INPUT, file + ": is not YAML: " + e.getMessage(), e);
        }
    }
}
