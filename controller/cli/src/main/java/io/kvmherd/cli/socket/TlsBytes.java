package io.kvmherd.cli.socket;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A connection over TLS 1.3 to a server that has proved its name. */
final class TlsBytes implements TimedBytes {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final int MAX_AUTHORITY_BYTES = 256 * 1_024;

    private final SSLSocket socket;
    private final InputStream received;

    private TlsBytes(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.received = new BufferedInputStream(socket.getInputStream());
    }

    static TlsBytes connect(Endpoint.TlsServer server, Duration patience) {
        SSLContext context = trusting(server.certificates());
        int limitMs = Math.toIntExact(Math.max(1, patience.toMillis()));
        try {
            Socket plain = new Socket();
            try {
                plain.connect(new InetSocketAddress(server.host(), server.port()), limitMs);
                plain.setSoTimeout(limitMs);
                SSLSocket socket =
                        (SSLSocket) context.getSocketFactory().createSocket(plain, server.host(), server.port(), true);
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setProtocols(PROTOCOLS);
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return new TlsBytes(socket);
            } catch (IOException e) {
                plain.close();
                throw e;
            }
        } catch (SSLException e) {
            throw new KvmherdException(
                    ErrorCode.DENIED,
                    server.authority() + " has not proved that it is the controller: " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new KvmherdException(
                    ErrorCode.UNREACHABLE, server.authority() + " does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void setPatience(Duration patience) {
        try {
            socket.setSoTimeout(Math.toIntExact(Math.max(1, patience.toMillis())));
        } catch (SocketException e) {
            throw new KvmherdException(ErrorCode.UNREACHABLE, "the connection is closed: " + e.getMessage(), e);
        }
    }

    @Override
    public void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new KvmherdException(
                    ErrorCode.UNREACHABLE, "the connection broke while the request was sent: " + e.getMessage(), e);
        }
    }

    @Override
    public int read() {
        try {
            return received.read();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        try {
            return received.read(into, offset, length);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public void close() {
        try (socket) {
            socket.shutdownInput();
        } catch (IOException e) {
            // What was asked has been answered or has failed already; how the connection ends changes nothing of it.
            return;
        }
    }

    private static KvmherdException broken(IOException cause) {
        return new KvmherdException(
                ErrorCode.UNREACHABLE,
                "the connection broke before the answer was complete: " + cause.getMessage(),
                cause);
    }

    private static SSLContext trusting(Path certificates) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : read(certificates)) {
                store.setCertificateEntry("authority-" + number, certificate);
                number++;
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "the authority's certificate " + certificates + " cannot be used: " + e.getMessage()
                            + "; a PEM file is expected, the same that the controller has as tls.authority",
                    e);
        }
    }

    private static Iterable<? extends Certificate> read(Path certificates)
            throws IOException, GeneralSecurityException {
        if (Files.size(certificates) > MAX_AUTHORITY_BYTES) {
            throw new IOException("it is larger than " + MAX_AUTHORITY_BYTES + " bytes");
        }
        try (InputStream pem = Files.newInputStream(certificates)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(pem);
        }
    }
}
