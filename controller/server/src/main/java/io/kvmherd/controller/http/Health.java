package io.kvmherd.controller.http;

import java.util.Optional;

/** Whether the controller does its work. Safe from any thread. */
public interface Health {
    /** Why it does not turn at all and should be started again; empty while it does. */
    Optional<String> whyNotAlive();

    /** Why it does not serve requests at the moment; empty while it does. */
    Optional<String> whyNotReady();
}
