package io.kvmherd.agent.core.domain;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** XML being written into memory. Every value is escaped by the writer; nothing can be written as it is. */
final class XmlText {

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter out;

    /** What stands inside an element. */
    interface Content {
        void write() throws XMLStreamException;
    }

    XmlText() {
        try {
            out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    /** @param attributes names and values in turn */
    XmlText element(String name, Content content, String... attributes) {
        try {
            out.writeStartElement(name);
            attributes(attributes);
            content.write();
            out.writeEndElement();
            return this;
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    /** @param attributes names and values in turn */
    XmlText empty(String name, String... attributes) {
        try {
            out.writeEmptyElement(name);
            attributes(attributes);
            return this;
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    /** An empty element in a namespace of its own. */
    XmlText empty(QualifiedName name, String... attributes) {
        try {
            out.writeEmptyElement(name.prefix(), name.localName(), name.namespace());
            out.writeNamespace(name.prefix(), name.namespace());
            attributes(attributes);
            return this;
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    XmlText text(String name, String value, String... attributes) {
        return element(name, () -> out.writeCharacters(value), attributes);
    }

    String finished() {
        try {
            out.writeEndDocument();
            out.close();
            return text.toString();
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    record QualifiedName(String prefix, String localName, String namespace) {}

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            out.writeAttribute(attributes[i], attributes[i + 1]);
        }
    }

    private static IllegalStateException impossible(XMLStreamException e) {
        return new IllegalStateException("XML could not be written into memory", e);
    }
}
