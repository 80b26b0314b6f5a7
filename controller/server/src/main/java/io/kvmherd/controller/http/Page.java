package io.kvmherd.controller.http;

import io.kvmherd.common.model.Limits;
import java.util.Optional;

/**
 * Which part of a list is asked for.
 *
 * @param limit 1 to {@link #MOST}
 * @param after the last item of the page before
 */
record Page(int limit, Optional<String> after) {
    static final int MOST = Limits.PAGE_ENTRIES;
    static final int USUAL = 100;
}
