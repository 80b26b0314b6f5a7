package io.kvmherd.cli.command;

/** For whom data is written. */
enum OutputForm {
    /** For people. */
    TABLE,
    /** For people with a wide terminal: all columns of a list. */
    WIDE,
    /** For programs: the API's own JSON, one value on one line. */
    JSON,
    /** For programs that read line by line: as JSON, each thing of a list on a line of its own. */
    JSONL,
    /** For programs and files: the API's own fields. */
    YAML,
    /** For loops in a shell: what identifies each thing of a list, one a line. */
    NAME;

    /** Whether the API's own fields are written. */
    boolean isForPrograms() {
        return this == JSON || this == JSONL || this == YAML;
    }

    /** Whether only a list can be written so. */
    boolean isOnlyForLists() {
        return this == WIDE || this == NAME;
    }
}
