package io.kvmherd.common.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Why: a code with the names and numbers that belong to it, built as
 * {@code Reason.of(MEMORY_COMMITTED).with("haveMib", 1024).with("needMib", 2048)}.
 */
public record Reason(ReasonCode code, SortedMap<String, String> names, SortedMap<String, Long> numbers) {
    public Reason {
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
    }

    public static Reason of(ReasonCode code) {
        return new Reason(code, Collections.emptySortedMap(), Collections.emptySortedMap());
    }

    public Reason with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(names);
        more.put(name, value);
        return new Reason(code, more, numbers);
    }

    public Reason with(String name, long value) {
        SortedMap<String, Long> more = new TreeMap<>(numbers);
        more.put(name, value);
        return new Reason(code, names, more);
    }
}
