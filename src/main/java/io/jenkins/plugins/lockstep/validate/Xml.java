package io.jenkins.plugins.lockstep.validate;

import java.io.IOException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads foreign XML as a stream of elements: no document type, no entities but XML's own five,
 * bounded depth and token length, whatever other XML parser is on the class path.
 */
final class Xml {
    /** Deepest nesting that is read. */
    static final int MAX_DEPTH = 100;

    private Xml() {}

    /** Takes the elements of a document in order. */
    interface Handler {
        /**
         * @param depth 1 for the root
         */
        void start(String name, int depth, Attributes attributes) throws Unreadable;

        void text(String text);

        void end(String name, int depth);
    }

    /** An element's attributes by local name. */
    @FunctionalInterface
    interface Attributes {
        /** Empty if there is no such attribute. */
        String get(String name);
    }

    /**
     * @throws Unreadable if the document is not well-formed to its end, or has a document type
     */
    static void read(ReportReader.Source source, Handler handler) throws IOException, Unreadable {
        String name = source.file().getFileName().toString();
        try (XmlText text = new XmlText(DocumentStream.open(source, '<'))) {
            XMLStreamReader xml = factory().createXMLStreamReader(text);
            try {
                walk(xml, source, name, handler);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new Unreadable(name + " is not well-formed XML: " + reason(e), e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setXMLResolver(
                (publicId, systemId, base, namespace) -> {
                    throw new XMLStreamException("external entities are not read");
                });
        return factory;
    }

    private static void walk(
            XMLStreamReader xml, ReportReader.Source source, String name, Handler handler)
            throws XMLStreamException, Unreadable {
        int depth = 0;
        long events = 0;
        while (true) {
            switch (next(xml)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > MAX_DEPTH) {
                        throw new Unreadable(name + ": elements nested deeper than " + MAX_DEPTH);
                    }
                    handler.start(xml.getLocalName(), depth, attributes(xml));
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    handler.end(xml.getLocalName(), depth--);
                    if (depth == 0 && source.isLog()) {
                        return;
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        handler.text(xml.getText());
                case XMLStreamConstants.DTD ->
                        throw new Unreadable(name + " has a DOCTYPE, which is not read");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new Unreadable(name + " refers to the entity " + xml.getLocalName());
                case XMLStreamConstants.END_DOCUMENT -> {
                    return;
                }
                default -> {}
            }
            if (++events % 10_000 == 0 && source.deadline().passed()) {
                throw new Unreadable(name + ": took longer than " + source.deadline().limit());
            }
        }
    }

    /** The parser of the JDK answers some malformed documents with a RuntimeException. */
    private static int next(XMLStreamReader xml) throws XMLStreamException {
        try {
            return xml.next();
        } catch (RuntimeException e) {
            throw new XMLStreamException(e.toString(), e);
        }
    }

    private static Attributes attributes(XMLStreamReader xml) {
        return wanted -> {
            String value = xml.getAttributeValue(null, wanted);
            return value == null ? "" : value;
        };
    }

    private static String reason(XMLStreamException e) {
        String where = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNumber();
        return Texts.oneLine(where + " " + e.getMessage(), 300);
    }
}
