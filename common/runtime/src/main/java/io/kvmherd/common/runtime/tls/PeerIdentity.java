package io.kvmherd.common.runtime.tls;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Names;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a certificate says its holder is.
 *
 * @param cluster cluster it was issued for; a peer of another cluster is a stranger
 * @param role what it may do
 * @param name a host's id, or a controller's name
 */
public record PeerIdentity(String cluster, Role role, String name) {
    private static final int URI_NAME = 6;
    private static final Pattern SPIFFE = Pattern.compile("spiffe://([^/]+)/(agent|controller)/([^/]+)");

    /** The two kinds of process of a cluster. */
    public enum Role {
        AGENT,
        CONTROLLER
    }

    public PeerIdentity {
        Names.requireName("cluster name", cluster);
        Names.requireName(role == Role.AGENT ? "host name" : "controller name", name);
    }

    /**
     * Reads the identity from the certificate's subject alternative names.
     *
     * @throws KvmherdException DENIED when it has none, more than one, or one that is not well formed
     */
    public static PeerIdentity of(X509Certificate certificate) {
        List<String> uris = spiffeUris(certificate);
        if (uris.size() != 1) {
            throw denied(certificate, "has " + uris.size() + " spiffe:// names, exactly one is needed: " + uris);
        }
        Matcher matcher = SPIFFE.matcher(uris.getFirst());
        if (!matcher.matches()) {
            throw denied(certificate, "has the name " + uris.getFirst());
        }
        try {
            return new PeerIdentity(
                    matcher.group(1), Role.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)), matcher.group(3));
        } catch (KvmherdException e) {
            throw denied(certificate, "has the name " + uris.getFirst() + ": " + e.getMessage());
        }
    }

    /**
     * @return this identity
     * @throws KvmherdException DENIED when the holder has another role or belongs to another cluster
     */
    public PeerIdentity require(Role wanted, String wantedCluster) {
        if (role != wanted || !cluster.equals(wantedCluster)) {
            throw new KvmherdException(
                    ErrorCode.DENIED,
                    "the peer is " + this + "; only a " + wanted.name().toLowerCase(Locale.ROOT) + " of cluster "
                            + wantedCluster + " may be talked to here");
        }
        return this;
    }

    /** The form in the certificate. */
    @Override
    public String toString() {
        return "spiffe://" + cluster + "/" + role.name().toLowerCase(Locale.ROOT) + "/" + name;
    }

    private static List<String> spiffeUris(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return List.of();
            }
            return names.stream()
                    .filter(name -> name.getFirst() instanceof Integer kind && kind == URI_NAME)
                    .map(name -> String.valueOf(name.get(1)))
                    .filter(uri -> uri.startsWith("spiffe://"))
                    .toList();
        } catch (CertificateParsingException e) {
            throw new KvmherdException(ErrorCode.DENIED, "a peer's certificate has unreadable names", e);
        }
    }

    private static KvmherdException denied(X509Certificate certificate, String why) {
        return new KvmherdException(
                ErrorCode.DENIED,
                "certificate \"" + certificate.getSubjectX500Principal().getName() + "\" " + why
                        + "; expected spiffe://CLUSTER/agent/HOST or spiffe://CLUSTER/controller/NAME");
    }
}
