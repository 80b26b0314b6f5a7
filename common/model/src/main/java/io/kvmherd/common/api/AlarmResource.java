package io.kvmherd.common.api;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that somebody must look at.
 *
 * @param code for programs; may be extended
 * @param since when it was first seen
 */
public record AlarmResource(
        String code, Optional<HostId> host, Optional<GuestId> guest, MessageResource message, Instant since) {}
