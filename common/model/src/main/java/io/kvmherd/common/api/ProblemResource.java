package io.kvmherd.common.api;

import java.util.List;

/**
 * An error as {@code application/problem+json} (RFC 9457) with members of our own. {@code title} and {@code detail} say
 * the same as {@code what} and {@code why}, for programs that know only the standard's.
 *
 * @param type a URI reference that names the kind of problem, {@code about:blank} where the code says it all
 * @param title short and the same for all problems of one code
 * @param status the HTTP status
 * @param detail what and why, in one text
 * @param instance path of the request
 * @param code name of an {@code ErrorCode}, or a finer one
 * @param what could not be done
 * @param why it could not be done
 * @param next what to do now
 * @param reasons the rules' reasons when no host or plan satisfies them; else empty
 */
public record ProblemResource(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        String what,
        String why,
        String next,
        List<ReasonResource> reasons) {
    public ProblemResource {
        reasons = List.copyOf(reasons);
    }
}
