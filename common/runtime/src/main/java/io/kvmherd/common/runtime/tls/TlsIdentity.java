package io.kvmherd.common.runtime.tls;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * This process's own identity, from files that were found, read and checked: a server that starts with an expired
 * certificate fails at the first connection of a night, one that refuses to start is noticed at once.
 *
 * @param files the files, for the library that makes the connections
 * @param self what the certificate says this process is
 * @param notAfter when the certificate, or its authority if that is sooner, expires
 */
public record TlsIdentity(TlsFiles files, PeerIdentity self, Instant notAfter) {
    private static final int MAX_FILE_BYTES = 64 * 1_024;

    /**
     * Reads and checks the files. Blocks for the disk.
     *
     * @throws KvmherdException FILE_FAILED when a file cannot be read; INVALID_INPUT when one is not what it should be, is
     *     not valid at {@code now}, or the certificate was not issued by the authority; DENIED when it names nobody
     */
    public static TlsIdentity load(TlsFiles files, Instant now) {
        X509Certificate certificate = readCertificate("certificate", files.certificate());
        X509Certificate authority = readCertificate("authority", files.authority());
        requirePrivateKey(files.key());
        requireValid(files.certificate(), certificate, now);
        requireValid(files.authority(), authority, now);
        try {
            certificate.verify(authority.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "certificate " + files.certificate() + " was not issued by the authority in " + files.authority()
                            + "; use the authority of the cluster that issued it",
                    e);
        }
        Instant own = certificate.getNotAfter().toInstant();
        Instant issuer = authority.getNotAfter().toInstant();
        return new TlsIdentity(files, PeerIdentity.of(certificate), own.isBefore(issuer) ? own : issuer);
    }

    private static X509Certificate readCertificate(String what, Path file) {
        byte[] pem = read(what, file);
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        } catch (CertificateException e) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT, "tls." + what + " " + file + " is not a certificate in PEM form", e);
        }
    }

    private static void requirePrivateKey(Path file) {
        String pem = new String(read("key", file), StandardCharsets.US_ASCII);
        if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "tls.key " + file
                            + " is not an unencrypted PKCS #8 key in PEM form (\"BEGIN PRIVATE KEY\"); convert it"
                            + " with: openssl pkcs8 -topk8 -nocrypt");
        }
    }

    private static void requireValid(Path file, X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from) || now.isAfter(until)) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "certificate " + file + " is valid from " + from + " until " + until
                            + " and this machine's clock says " + now
                            + "; set the clock or have the certificate renewed");
        }
    }

    private static byte[] read(String what, Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new KvmherdException(
                        ErrorCode.INVALID_INPUT,
                        "tls." + what + " " + file + " is larger than " + MAX_FILE_BYTES
                                + " bytes; it cannot be a PEM file");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new KvmherdException(
                    ErrorCode.FILE_FAILED,
                    "tls." + what + " " + file + " cannot be read: " + e + ". Check the path, the owner and the mode",
                    e);
        }
    }
}
