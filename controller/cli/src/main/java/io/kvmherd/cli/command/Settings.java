package io.kvmherd.cli.command;

import io.kvmherd.common.api.SettingsRequest;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.ManagementMode;
import java.util.Map;
import java.util.Optional;

/** What is set, as it was typed: KEY=VALUE. */
final class Settings {
    static final String LABEL = "KEY=VALUE";
    static final String DESCRIPTION = "What to set: mode=manage or mode=observe.";
    private static final String MODE = "mode";

    private Settings() {}

    /** @throws KvmherdException INVALID_INPUT for a key or a value that is not known */
    static SettingsRequest request(Map<String, String> typed, String reason) {
        for (String key : typed.keySet()) {
            if (!key.equals(MODE)) {
                throw new KvmherdException(
                        ErrorCode.INVALID_INPUT, "\"" + key + "\" is nothing that can be set; what can be set is mode");
            }
        }
        return new SettingsRequest(Optional.ofNullable(typed.get(MODE)).map(Settings::mode), reason);
    }

    private static ManagementMode mode(String text) {
        return switch (text) {
            case "manage" -> ManagementMode.MANAGE;
            case "observe" -> ManagementMode.OBSERVE;
            default ->
                throw new KvmherdException(
                        ErrorCode.INVALID_INPUT, "mode is \"" + text + "\"; it must be manage or observe");
        };
    }
}
