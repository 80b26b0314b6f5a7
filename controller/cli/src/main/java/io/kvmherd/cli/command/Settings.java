package io.kvmherd.cli.command;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is set, as it was typed: KEY=VALUE. */
final class Settings {
    static final String LABEL = "KEY=VALUE";
    static final String MODE = "mode";
    private static final String DEFAULT = "default";

    private final SortedMap<String, String> typed;

    private Settings(SortedMap<String, String> typed) {
        this.typed = typed;
    }

    /** @throws KvmherdException INVALID_INPUT for a key that is none of the known */
    static Settings of(Map<String, String> typed, List<String> known) {
        for (String key : typed.keySet()) {
            if (!known.contains(key)) {
                throw invalid("\"" + key + "\" is nothing that can be set; the nearest is " + Nearest.to(key, known)
                        + ", and all there are: " + String.join(", ", known));
            }
        }
        return new Settings(new TreeMap<>(typed));
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(typed.get(key));
    }

    /** @throws KvmherdException INVALID_INPUT */
    Optional<ManagementMode> mode() {
        return text(MODE).map(Settings::mode);
    }

    /**
     * A number of migrations; 0 for default.
     *
     * @throws KvmherdException INVALID_INPUT
     */
    OptionalInt migrations(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (text.get().equals(DEFAULT)) {
            return OptionalInt.of(0);
        }
        int number = text.get().matches("[0-9]{1,4}") ? Integer.parseInt(text.get()) : 0;
        if (number < 1 || number > Limits.MIGRATIONS_PER_HOST) {
            throw invalid(key + " is \"" + text.get() + "\"; it must be a number between 1 and "
                    + Limits.MIGRATIONS_PER_HOST + ", or default");
        }
        return OptionalInt.of(number);
    }

    private static ManagementMode mode(String text) {
        return switch (text) {
            case "manage" -> ManagementMode.MANAGE;
            case "observe" -> ManagementMode.OBSERVE;
            default -> throw invalid("mode is \"" + text + "\"; it must be manage or observe");
        };
    }

    private static KvmherdException invalid(String message) {
        return new KvmherdException(ErrorCode.INVALID_INPUT, message);
    }
}
