package io.kvmherd.agent.core.drift;

import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** A persistent definition without what nobody edits. The package comment says what that is, and why. */
final class NormalForm {
    private static final int DEPTH_MAX = 32;
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();
    private final boolean whole;

    private NormalForm(boolean whole) {
        this.whole = whole;
    }

    /** @throws KvmherdException TOO_LARGE for elements that are nested too deep */
    static String of(Element domain) {
        return written(domain, false);
    }

    /** Everything, written in the same way. */
    static String whole(Element domain) {
        return written(domain, true);
    }

    private static String written(Element domain, boolean whole) {
        NormalForm form = new NormalForm(whole);
        form.element(domain, 0);
        return form.text.toString();
    }

    private void element(Element element, int depth) {
        if (depth > DEPTH_MAX) {
            throw new KvmherdException(
                    ErrorCode.TOO_LARGE,
                    "the domain's XML is nested more than " + DEPTH_MAX
                            + " elements deep; no definition of libvirt's is");
        }
        text.append(INDENT.repeat(depth)).append('<').append(element.getTagName());
        attributes(element)
                .forEach((name, value) -> text.append(' ')
                        .append(name)
                        .append("='")
                        .append(escaped(value))
                        .append('\''));
        List<Element> inside = kept(element);
        String words = XmlDocument.text(element);
        if (inside.isEmpty()) {
            text.append(words.isEmpty() ? "/>" : ">" + escaped(words) + "</" + element.getTagName() + ">");
        } else {
            text.append('>').append(escaped(words)).append('\n');
            inside.forEach(child -> element(child, depth + 1));
            text.append(INDENT.repeat(depth))
                    .append("</")
                    .append(element.getTagName())
                    .append('>');
        }
        text.append('\n');
    }

    private List<Element> kept(Element parent) {
        List<Element> kept = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && (whole || isKept(parent, element))) {
                kept.add(element);
            }
        }
        return kept;
    }

    private static boolean isKept(Element parent, Element element) {
        return switch (element.getTagName()) {
            case "name", "metadata" -> !isDomain(parent);
            case "alias" -> element.getAttribute("name").startsWith("ua-");
            case "backingStore" -> false;
            case "seclabel" -> element.getAttribute("type").equals("static");
            case "target" -> !isMadeUp(parent, element);
            default -> true;
        };
    }

    /** An interface's device on the host, which libvirt counts up. */
    private static boolean isMadeUp(Element parent, Element target) {
        String device = target.getAttribute("dev");
        return parent.getTagName().equals("interface")
                && (device.startsWith("vnet") || device.startsWith("macvtap") || device.startsWith("macvlan"));
    }

    private static SortedMap<String, String> attributes(Element element) {
        SortedMap<String, String> found = new TreeMap<>();
        NamedNodeMap all = element.getAttributes();
        for (int i = 0; i < all.getLength(); i++) {
            if (all.item(i) instanceof Attr attribute) {
                found.put(attribute.getName(), attribute.getValue());
            }
        }
        if (isDomain(element)) {
            found.remove("id");
        }
        return found;
    }

    private static boolean isDomain(Element element) {
        return element.getTagName().equals("domain") && !(element.getParentNode() instanceof Element);
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            switch (letter) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '\'' -> escaped.append("&apos;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append("&#10;");
                case '\t' -> escaped.append("&#9;");
                case '\r' -> escaped.append("&#13;");
                default -> escaped.append(letter);
            }
        }
        return escaped.toString();
    }
}
