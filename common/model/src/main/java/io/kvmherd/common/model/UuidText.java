package io.kvmherd.common.model;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads ids. Only the canonical form is one: the JDK also reads shortened forms, and then a guest could have a name that
 * is taken for an id.
 */
final class UuidText {
    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private UuidText() {}

    static UUID parse(String what, String text) {
        if (!CANONICAL.matcher(text).matches()) {
            throw new KvmherdException(ErrorCode.INVALID_INPUT, what + " \"" + text + "\" is not a UUID");
        }
        return UUID.fromString(text);
    }
}
