package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.domain.XmlDocument;
import java.io.StringWriter;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;

/** Takes the CPU out of a domain's XML, as libvirt's comparison wants it. */
final class CpuXml {
    private CpuXml() {}

    /** Empty when the domain names no CPU: then it has the emulator's default, which is the same everywhere. */
    static Optional<String> of(String domainXml) {
        return XmlDocument.child(XmlDocument.parse(domainXml), "cpu").map(CpuXml::text);
    }

    private static String text(Element cpu) {
        try {
            TransformerFactory factory = TransformerFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            Transformer transformer = factory.newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter text = new StringWriter();
            transformer.transform(new DOMSource(cpu), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException("an XML tree could not be written", e);
        }
    }
}
