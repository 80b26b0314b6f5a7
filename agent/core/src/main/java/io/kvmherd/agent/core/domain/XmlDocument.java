package io.kvmherd.agent.core.domain;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Limits;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * XML that somebody else wrote, as a tree. Bounded in size, without document types, entities or anything fetched from
 * elsewhere. Walks never recurse, so that deep nesting costs nothing.
 */
public final class XmlDocument {

    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";
    private static final String NO_GENERAL_ENTITIES = "http://xml.org/sax/features/external-general-entities";
    private static final String NO_PARAMETER_ENTITIES = "http://xml.org/sax/features/external-parameter-entities";
    private static final int SHOWN_LENGTH = 80;

    private XmlDocument() {}

    /**
     * @return the root element
     * @throws KvmherdException TOO_LARGE or MALFORMED
     */
    public static Element parse(String xml) {
        if (xml.length() > Limits.DOMAIN_XML_LENGTH) {
            throw new KvmherdException(
                    ErrorCode.TOO_LARGE,
                    "the XML has " + xml.length() + " characters; at most " + Limits.DOMAIN_XML_LENGTH + " are read");
        }
        try {
            DocumentBuilder builder = factory().newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
        } catch (SAXException e) {
            throw malformed("the XML cannot be read: " + shortened(String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            throw malformed("the XML cannot be read", e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java runtime has no parser that can be closed to entities", e);
        }
    }

    public static List<Element> children(Element parent, String name) {
        return children(parent).stream()
                .filter(element -> localName(element).equals(name))
                .toList();
    }

    public static List<Element> children(Element parent) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    public static Optional<Element> child(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    /** Attribute of a child, empty when either is missing. */
    public static String attribute(Element parent, String child, String attribute) {
        return child(parent, child)
                .map(element -> element.getAttribute(attribute))
                .orElse("");
    }

    /** Text of a child without what is nested in it, trimmed; empty when missing. */
    public static String text(Element parent, String child) {
        return child(parent, child).map(XmlDocument::text).orElse("");
    }

    public static String text(Element element) {
        StringBuilder text = new StringBuilder();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeType() == Node.TEXT_NODE || node.getNodeType() == Node.CDATA_SECTION_NODE) {
                text.append(node.getNodeValue());
            }
        }
        return text.toString().trim();
    }

    static String localName(Element element) {
        String name = element.getLocalName();
        return name == null ? element.getTagName() : name;
    }

    static String shortened(String text) {
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "…";
    }

    private static DocumentBuilderFactory factory() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature(NO_DOCTYPE, true);
        factory.setFeature(NO_GENERAL_ENTITIES, false);
        factory.setFeature(NO_PARAMETER_ENTITIES, false);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        return factory;
    }

    private static KvmherdException malformed(String message, Exception cause) {
        return new KvmherdException(ErrorCode.MALFORMED, message, cause);
    }

    /** The default handler prints to standard error. */
    private static final class Strict implements ErrorHandler {

        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
