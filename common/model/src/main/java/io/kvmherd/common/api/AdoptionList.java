package io.kvmherd.common.api;

import java.util.List;

/**
 * What became of a request to adopt guests.
 *
 * @param items one for each guest that was found
 * @param silent hosts whose guests are not known
 * @param left guests that were too many for one request; ask again for them
 */
public record AdoptionList(List<AdoptionResource> items, List<SilentHost> silent, int left) {
    public AdoptionList {
        items = List.copyOf(items);
        silent = List.copyOf(silent);
    }

    /** A host that could not be asked, and why. */
    public record SilentHost(String host, String why) {}
}
