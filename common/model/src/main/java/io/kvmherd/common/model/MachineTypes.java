package io.kvmherd.common.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which machine type a guest gets that did not ask for one. Both sides choose by this one rule. */
public final class MachineTypes {
    private static final Pattern VERSIONED_Q35 = Pattern.compile("pc-q35-(\\d{1,4})\\.(\\d{1,4})(\\.\\d{1,4})?");
    private static final Comparator<Matcher> BY_VERSION = Comparator.<Matcher>comparingInt(
                    match -> Integer.parseInt(match.group(1)))
            .thenComparingInt(match -> Integer.parseInt(match.group(2)));

    private MachineTypes() {}

    /** The newest q35 with a version, empty where none is offered. An alias would mean another machine on another host. */
    public static Optional<String> newestQ35(List<String> offered) {
        return offered.stream()
                .map(VERSIONED_Q35::matcher)
                .filter(Matcher::matches)
                .max(BY_VERSION)
                .map(Matcher::group);
    }
}
