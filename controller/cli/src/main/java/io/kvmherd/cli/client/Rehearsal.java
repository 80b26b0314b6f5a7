package io.kvmherd.cli.client;

import io.kvmherd.common.api.ActionRequest;
import io.kvmherd.common.api.GuestList;
import io.kvmherd.common.api.HostList;
import io.kvmherd.common.api.OperationList;
import io.kvmherd.common.runtime.codec.JsonCodec;
import java.util.List;
import java.util.UUID;

/**
 * Reads and writes what commands read and write, and does nothing with it.
 *
 * <p>The launcher lets the first run of a build write an archive of the classes that it loaded, and all later runs start from
 * that. The first run is often one that never comes to an answer: {@code --help}, or a controller that is not up yet. An
 * archive of it would lack the larger half, everything of JSON, for as long as the build is in use. So such a run rehearses
 * once before it ends.
 */
public final class Rehearsal {
    private static final String EMPTY_PAGE = "{\"items\": []}";
    private static final List<Class<?>> PAGES = List.of(GuestList.class, HostList.class, OperationList.class);

    private Rehearsal() {}

    /** Answers the pages that it read. Does not block. */
    public static List<Object> run() {
        JsonCodec codec = JsonCodec.wire();
        codec.writeText(new ActionRequest("", false));
        UUID key = UUID.randomUUID();
        codec.writeText(key);
        return PAGES.stream()
                .<Object>map(page -> codec.readText(EMPTY_PAGE, page))
                .toList();
    }
}
