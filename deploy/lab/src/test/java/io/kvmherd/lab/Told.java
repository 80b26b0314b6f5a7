package io.kvmherd.lab;

import com.fasterxml.jackson.databind.JsonNode;

/** What the {@code kvmherd} command told: data on standard output, everything said beside on standard error. */
record Told(Run run) {

    int exit() {
        return run.exit();
    }

    /** In one line, however the command wrapped it. */
    String said() {
        return run.err().replaceAll("\\s+", " ");
    }

    /** The data of a command that succeeded. */
    JsonNode data() {
        return Json.parse(run.succeeded().out());
    }
}
