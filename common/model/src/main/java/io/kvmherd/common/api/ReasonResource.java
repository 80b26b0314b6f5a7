package io.kvmherd.common.api;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One reason why a rule said no or wait.
 *
 * @param code for programs; stable
 * @param names the things it is about, such as {@code label}
 * @param numbers what there is, what is needed and what the limit is, with units in their names
 * @param text the reason as one sentence
 * @param remedy what would have to change, as one sentence
 */
public record ReasonResource(
        ReasonCode code, SortedMap<String, String> names, SortedMap<String, Long> numbers, String text, String remedy) {
    public ReasonResource {
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
    }

    public static ReasonResource of(Reason reason) {
        ReasonText said = ReasonText.of(reason);
        return new ReasonResource(reason.code(), reason.names(), reason.numbers(), said.text(), said.remedy());
    }
}
