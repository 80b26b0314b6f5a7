package io.kvmherd.cli.client;

import io.kvmherd.common.api.ReasonResource;
import java.util.List;

/**
 * Something that did not work, for an operator.
 *
 * @param exit how the command ends
 * @param what could not be done
 * @param why it could not, or empty
 * @param next what to do now, or empty
 * @param reasons of the rules, when no host or plan satisfies them
 */
public record Complaint(ExitCode exit, String what, String why, String next, List<ReasonResource> reasons) {
    public Complaint {
        reasons = List.copyOf(reasons);
    }

    public Complaint(ExitCode exit, String what, String why, String next) {
        this(exit, what, why, next, List.of());
    }
}
