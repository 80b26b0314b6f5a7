package io.kvmherd.controller.link;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.runtime.tls.PeerIdentity;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Which host a connection's certificate speaks for. */
final class AgentCertificates {
    private AgentCertificates() {}

    /** @throws KvmherdException DENIED when it is not an agent's of the cluster */
    static HostId hostOf(PeerCertificates connection, String cluster) {
        try {
            List<Certificate> chain = connection.chain();
            if (chain.isEmpty() || !(chain.getFirst() instanceof X509Certificate certificate)) {
                throw new KvmherdException(ErrorCode.DENIED, "the peer has no X.509 certificate");
            }
            PeerIdentity peer = PeerIdentity.of(certificate).require(PeerIdentity.Role.AGENT, cluster);
            return new HostId(peer.name());
        } catch (SSLPeerUnverifiedException e) {
            throw new KvmherdException(ErrorCode.DENIED, "the peer has shown no certificate", e);
        }
    }

    /** A connection's certificates, its own first. */
    interface PeerCertificates {
        List<Certificate> chain() throws SSLPeerUnverifiedException;
    }
}
