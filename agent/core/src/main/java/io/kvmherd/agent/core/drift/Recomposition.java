package io.kvmherd.agent.core.drift;

import io.kvmherd.agent.core.domain.DomainMetadata;
import io.kvmherd.agent.core.domain.DomainMetadata.Mark;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.agent.core.port.Redefinition;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * From a normal form back to a definition that libvirt takes: the name is put in, the metadata of the domain that it
 * replaces, or our mark where there is none, and the passwords of displays, which are never told to a controller.
 */
public final class Recomposition {
    private Recomposition() {}

    /**
     * @param current what the domain is defined as now, with its secrets; empty for one that is not there
     * @throws KvmherdException MALFORMED or TOO_LARGE when a text is no definition; CONFLICT when it is another guest's
     */
    public static String of(Redefinition wanted, Optional<String> current) {
        Element domain = XmlDocument.parse(wanted.text());
        String id = XmlDocument.text(domain, "uuid");
        if (!id.equals(wanted.guest().toString())) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    "the definition to put back is of guest " + id + ", not of guest " + wanted.guest());
        }
        Document document = domain.getOwnerDocument();
        Optional<Element> now = current.map(XmlDocument::parse);
        Element name = document.createElement("name");
        name.setTextContent(wanted.name());
        Node first = domain.getFirstChild();
        domain.insertBefore(name, first);
        now.flatMap(there -> XmlDocument.child(there, "metadata"))
                .map(metadata -> document.importNode(metadata, true))
                .ifPresent(metadata -> domain.insertBefore(metadata, first));
        now.ifPresent(there -> keepPasswords(there, domain));
        String text = NormalForm.whole(domain);
        return now.isPresent() ? text : marked(text, wanted);
    }

    private static String marked(String text, Redefinition wanted) {
        String mark = DomainMetadata.qualified(wanted.guest(), new Mark(wanted.placement(), wanted.recorded()));
        return text.replaceFirst("\n", "\n  <metadata>" + mark + "</metadata>\n");
    }

    private static void keepPasswords(Element now, Element wanted) {
        List<Element> displays = graphics(now);
        List<Element> again = graphics(wanted);
        for (int i = 0; i < Math.min(displays.size(), again.size()); i++) {
            for (String secret : List.of("passwd", "passwdValidTo")) {
                String value = displays.get(i).getAttribute(secret);
                if (!value.isEmpty()
                        && displays.get(i)
                                .getAttribute("type")
                                .equals(again.get(i).getAttribute("type"))) {
                    again.get(i).setAttribute(secret, value);
                }
            }
        }
    }

    private static List<Element> graphics(Element domain) {
        return XmlDocument.child(domain, "devices").stream()
                .flatMap(devices -> XmlDocument.children(devices, "graphics").stream())
                .toList();
    }
}
