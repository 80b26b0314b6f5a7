package io.kvmherd.agent.core.domain;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which machine type a guest gets. */
public final class MachineTypes {

    private static final Pattern VERSIONED_Q35 = Pattern.compile("pc-q35-(\\d{1,4})\\.(\\d{1,4})(\\.\\d{1,4})?");
    private static final Comparator<Matcher> BY_VERSION = Comparator.<Matcher>comparingInt(
                    match -> Integer.parseInt(match.group(1)))
            .thenComparingInt(match -> Integer.parseInt(match.group(2)));

    private MachineTypes() {}

    /**
     * The newest q35 with a version. An alias would mean another machine on another host.
     *
     * @throws KvmherdException UNSUPPORTED when there is none
     */
    public static String newestOf(List<String> machineTypes) {
        return machineTypes.stream()
                .map(VERSIONED_Q35::matcher)
                .filter(Matcher::matches)
                .max(BY_VERSION)
                .map(Matcher::group)
                .orElseThrow(
                        () -> new KvmherdException(
                                ErrorCode.UNSUPPORTED,
                                "none of this host's " + machineTypes.size()
                                        + " machine types is a q35 with a version; name a machine type in the guest's specification"));
    }
}
