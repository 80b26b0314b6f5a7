package io.kvmherd.controller.app.port;

import java.util.UUID;

/** Draws ids. The driver gives UUIDs of version 7, a simulation gives them from its seed. */
@FunctionalInterface
public interface IdSource {
    UUID next();
}
