package io.kvmherd.common.protocol;

/** Version of the wire format that this build writes, and the highest it reads. */
public final class ProtocolVersion {
    public static final int CURRENT = 1;

    private ProtocolVersion() {}
}
