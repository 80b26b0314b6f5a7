package io.kvmherd.common.model;

/** How a guest travels between two hosts, control and data alike. */
public enum MigrationTransport {
    PLAIN,
    TLS
}
