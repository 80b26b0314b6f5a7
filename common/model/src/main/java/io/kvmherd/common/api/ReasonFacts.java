package io.kvmherd.common.api;

import io.kvmherd.common.model.Reason;
import java.util.Locale;

/** A reason's names and numbers, each in the form in which people read it. */
record ReasonFacts(Reason reason) {
    private static final String UNTOLD = "(not told)";

    String name(String key) {
        return reason.names().getOrDefault(key, UNTOLD);
    }

    /** The name of an enum's value as words: {@code SHUT_OFF} is "shut off". */
    String word(String key) {
        return name(key).toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    String number(String key) {
        Long value = reason.numbers().get(key);
        return value == null ? UNTOLD : value.toString();
    }

    String mib(String key) {
        Long value = reason.numbers().get(key);
        return value == null ? UNTOLD : value + " MiB";
    }

    /** How much is missing between what is needed and what there is. */
    String missingMib() {
        Long have = reason.numbers().get("haveMib");
        Long need = reason.numbers().get("needMib");
        return have == null || need == null ? "enough" : Math.max(0, need - have) + " MiB";
    }

    String time(String key) {
        Long value = reason.numbers().get(key);
        return value == null ? UNTOLD : value / 1_000 + "." + value % 1_000 / 100 + " s";
    }

    String direction() {
        return word("direction").startsWith("out") ? "out of" : "into";
    }

    String version(String key) {
        Long value = reason.numbers().get(key);
        return value == null ? UNTOLD : Versions.asText(value);
    }
}
