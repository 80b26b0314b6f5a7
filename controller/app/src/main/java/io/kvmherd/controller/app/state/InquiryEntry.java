package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.HostId;
import java.util.UUID;

/**
 * A question that a reader asked and that only an agent can answer. Soft: a restart forgets it, the reader asks again.
 *
 * @param request whose answer it is
 * @param host that was asked
 * @param subject what was asked about, for the message when no answer comes
 * @param askedMs when
 */
public record InquiryEntry(UUID request, HostId host, String subject, long askedMs) {}
