package io.kvmherd.common.api;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import java.util.List;
import java.util.Optional;

/**
 * What became of a request to let all guests go.
 *
 * @param items one for each managed guest, in order of host and name
 * @param left guests that were too many for one request; ask again for them
 */
public record ReleaseList(List<Item> items, int left) {
    public ReleaseList {
        items = List.copyOf(items);
    }

    /**
     * One guest.
     *
     * @param host that has the right to run it
     * @param refusal why it is not let go; left out where it is, or would be
     * @param operation that gives it back; left out for a dry run
     */
    public record Item(
            HostId host,
            GuestId guest,
            String name,
            GuestState state,
            Optional<MessageResource> refusal,
            Optional<OperationId> operation) {}
}
