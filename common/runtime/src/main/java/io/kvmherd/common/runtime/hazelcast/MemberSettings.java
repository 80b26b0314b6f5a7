package io.kvmherd.common.runtime.hazelcast;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.runtime.config.Default;
import io.kvmherd.common.runtime.config.NetworkAddress;
import java.time.Duration;
import java.util.List;

/**
 * The section {@code hazelcast} of a controller's configuration.
 *
 * @param clusterName must be the same everywhere; not a secret
 * @param memberAddress where other controllers reach this one
 * @param clientAddress where agents reach this one
 * @param members member addresses of all controllers; empty for a single one
 * @param reportExpiry a report that was not renewed for so long disappears
 */
public record MemberSettings(
        @Default("kvmherd") String clusterName,
        @Default("127.0.0.1:5701") NetworkAddress memberAddress,
        @Default("127.0.0.1:5702") NetworkAddress clientAddress,
        List<NetworkAddress> members,
        @Default("30s") Duration reportExpiry) {
    public MemberSettings {
        members = List.copyOf(members);
        if (memberAddress.equals(clientAddress)) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "memberAddress and clientAddress are both " + memberAddress
                            + "; agents must not reach the members' port");
        }
        if (reportExpiry.toSeconds() < 1) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "reportExpiry is " + reportExpiry.toMillis() + " ms; at least 1 s is needed");
        }
    }
}
