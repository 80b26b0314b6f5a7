package io.kvmherd.agent.core.drift;

import io.kvmherd.agent.core.adoption.Surveys;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.agent.core.port.DomainReading;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.model.DomainDefinition;
import io.kvmherd.common.model.GuestShape;
import io.kvmherd.common.model.Limits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.w3c.dom.Element;

/** From what a hypervisor keeps of a domain to what is compared. */
public final class DomainDefinitions {
    private static final int FINGERPRINT_BYTES = 16;

    private DomainDefinitions() {}

    /** @throws io.kvmherd.common.failure.KvmherdException MALFORMED or TOO_LARGE for what is no definition */
    public static DomainDefinition of(DomainReading reading, HypervisorFacts facts) {
        Element persistent = XmlDocument.parse(reading.persistentXml());
        Optional<GuestShape> running =
                reading.liveXml().map(XmlDocument::parse).map(Shapes::of).map(GuestShape::running);
        String text = NormalForm.of(persistent);
        Surveys.Contents contents = Surveys.contents(reading, facts);
        return new DomainDefinition(
                digest(text),
                text.length() <= Limits.DEFINITION_LENGTH ? text : "",
                Shapes.of(persistent),
                running,
                contents.summary(),
                contents.hindrances(),
                reading.autostart(),
                reading.snapshots(),
                reading.currentSnapshot(),
                reading.libvirtVersion(),
                0);
    }

    /** Equal for readings that are equal: whoever has read one of them need not take the other apart. */
    public static String digest(DomainReading reading) {
        return digest(String.join(
                "\0",
                reading.persistentXml(),
                reading.liveXml().orElse(""),
                Boolean.toString(reading.autostart()),
                String.join("\n", reading.snapshots()),
                reading.currentSnapshot(),
                Long.toString(reading.libvirtVersion())));
    }

    private static String digest(String text) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
