package io.kvmherd.cli.command;

/** For whom data is written. */
enum OutputForm {
    /** For people. */
    TABLE,
    /** For programs: the API's own JSON, one value on one line. */
    JSON
}
