package io.kvmherd.agent.libvirt;

import io.kvmherd.common.model.TlsReadiness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether guests can leave this host and arrive over TLS: libvirt listens, and it and QEMU have their certificates.
 *
 * <p>Looked at from outside, in the places where libvirt itself looks: to connect to one's own libvirt would write a line
 * into its log each time, and libvirt does not tell what it read. So what is found here is a hint, and says that TLS is worth
 * trying; whether the other side believes the certificates shows when a guest leaves, and then the guest stays.
 *
 * <p>A port counts as listened to when the kernel says so for an address that others can reach; systemd's socket counts,
 * for it starts libvirt's part that speaks TLS.
 */
final class TlsCheck {
    private static final int PORT = 16_514;
    private static final int LISTENING = 0x0A;
    private static final Pattern LOOPBACK = Pattern.compile("[0-9A-F]{6}7F|0{24}01000000");
    private static final Pattern SETTING =
            Pattern.compile("\\s*(migrate|default)_tls_x509_cert_dir\\s*=\\s*\"([^\"]+)\".*");
    private static final List<String> OF_QEMU =
            List.of("ca-cert.pem", "server-cert.pem", "server-key.pem", "client-cert.pem", "client-key.pem");

    private final Path root;
    private final InstantSource clock;

    /** @param root the folder that /etc and /proc are in: "/" */
    TlsCheck(Path root, InstantSource clock) {
        this.root = root;
        this.clock = clock;
    }

    TlsReadiness readiness() {
        Path authorities = root.resolve("etc/pki/CA");
        Path ofLibvirt = root.resolve("etc/pki/libvirt");
        Path ofQemu = certificatesOfQemu();
        boolean libvirtHas = Stream.of(
                        authorities.resolve("cacert.pem"),
                        ofLibvirt.resolve("clientcert.pem"),
                        ofLibvirt.resolve("private/clientkey.pem"))
                .allMatch(Files::isReadable);
        if (!libvirtHas) {
            return TlsReadiness.LIBVIRT_CERTIFICATE_MISSING;
        }
        if (!OF_QEMU.stream().map(ofQemu::resolve).allMatch(Files::isReadable)) {
            return TlsReadiness.QEMU_CERTIFICATE_MISSING;
        }
        boolean expired = Stream.of(
                        authorities.resolve("cacert.pem"),
                        ofLibvirt.resolve("clientcert.pem"),
                        ofLibvirt.resolve("servercert.pem"),
                        ofQemu.resolve("ca-cert.pem"),
                        ofQemu.resolve("server-cert.pem"),
                        ofQemu.resolve("client-cert.pem"))
                .anyMatch(this::isExpired);
        if (expired) {
            return TlsReadiness.CERTIFICATE_EXPIRED;
        }
        boolean listens =
                Stream.of("proc/net/tcp", "proc/net/tcp6").map(root::resolve).anyMatch(TlsCheck::listens);
        return listens ? TlsReadiness.READY : TlsReadiness.NOT_LISTENING;
    }

    /** As libvirt looks: its own setting for migrations, its common one, a folder of its own, QEMU's. */
    private Path certificatesOfQemu() {
        Optional<String> own = Optional.empty();
        Optional<String> common = Optional.empty();
        for (String line : lines(root.resolve("etc/libvirt/qemu.conf"))) {
            Matcher setting = SETTING.matcher(line);
            if (setting.matches()) {
                Optional<String> folder = Optional.of(setting.group(2));
                own = setting.group(1).equals("migrate") ? folder : own;
                common = setting.group(1).equals("default") ? folder : common;
            }
        }
        Path migration = root.resolve("etc/pki/libvirt-migrate");
        Path usual = Files.isDirectory(migration)
                ? migration
                : common.map(this::inRoot).orElse(root.resolve("etc/pki/qemu"));
        return own.map(this::inRoot).orElse(usual);
    }

    private Path inRoot(String folder) {
        return root.resolve(folder.replaceFirst("^/+", ""));
    }

    /** One that is not there, or is no certificate, has not run out: libvirt says better what is wrong with it. */
    private boolean isExpired(Path certificate) {
        Date now = Date.from(Instant.ofEpochMilli(clock.millis()));
        try (InputStream in = Files.newInputStream(certificate)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in) instanceof X509Certificate x509
                    && x509.getNotAfter().before(now);
        } catch (IOException | CertificateException e) {
            return false;
        }
    }

    private static boolean listens(Path table) {
        return lines(table).stream().map(line -> line.strip().split("\\s+")).anyMatch(words -> {
            String[] place = words.length > 3 ? words[1].split(":") : new String[0];
            return place.length == 2
                    && Integer.parseInt(words[3], 16) == LISTENING
                    && Integer.parseInt(place[1], 16) == PORT
                    && !LOOPBACK.matcher(place[0]).matches();
        });
    }

    private static List<String> lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of();
        }
    }
}
