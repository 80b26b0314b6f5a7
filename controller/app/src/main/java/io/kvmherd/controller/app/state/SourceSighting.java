package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.ObservedGuest;
import java.util.Optional;

/**
 * What a migration's source said about the guest.
 *
 * @param guest absent means that a live libvirt has no such domain; not having asked is the absence of the sighting
 */
public record SourceSighting(Optional<ObservedGuest> guest) {}
