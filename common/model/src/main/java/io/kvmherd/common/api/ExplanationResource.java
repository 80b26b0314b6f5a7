package io.kvmherd.common.api;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import java.util.List;
import java.util.Optional;

/**
 * Where a guest could be, and why not elsewhere.
 *
 * @param question what was asked of the rules
 * @param host the guest's owner
 * @param hosts what was said about each host: best candidate first, then the refused in order of name
 * @param possible how many said YES
 * @param viewVersion the picture that was asked
 */
public record ExplanationResource(
        GuestId guest,
        String guestName,
        Question question,
        Optional<HostId> host,
        List<VerdictResource> hosts,
        int possible,
        long viewVersion) {
    public ExplanationResource {
        hosts = List.copyOf(hosts);
    }

    /** What the rules were asked. */
    public enum Question {
        /** Where could it be started? */
        PLACE,
        /** Where could it move live? */
        MOVE
    }
}
