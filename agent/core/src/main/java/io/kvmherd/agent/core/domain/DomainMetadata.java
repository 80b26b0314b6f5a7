package io.kvmherd.agent.core.domain;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.PlacementGeneration;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * Our element in a domain's metadata. It names the guest and the generation that the domain runs under, and its presence
 * is what makes a domain managed: {@code <guest id="..." placement="3"/>} in our namespace.
 */
public final class DomainMetadata {

    public static final String NAMESPACE = "https://kvmherd.io/domain/1";

    /** Prefix under which libvirt keeps the element. */
    public static final String KEY = "kvmherd";

    static final String ELEMENT = "guest";
    static final String ID = "id";
    static final String PLACEMENT = "placement";

    private DomainMetadata() {}

    /** The element as libvirt's call to set metadata takes it; libvirt puts it into the namespace. */
    public static String element(GuestId guest, PlacementGeneration placement) {
        return "<" + ELEMENT + " " + ID + "='" + guest + "' " + PLACEMENT + "='" + placement + "'/>";
    }

    /**
     * Reads what libvirt's call to get metadata answers.
     *
     * @return empty when the element is not ours
     * @throws KvmherdException MALFORMED when it is no XML or its generation is no positive number
     */
    public static Optional<PlacementGeneration> placementIn(String elementXml) {
        Element element = XmlDocument.parse(elementXml);
        return XmlDocument.localName(element).equals(ELEMENT) ? Optional.of(placementOf(element)) : Optional.empty();
    }

    static PlacementGeneration placementOf(Element element) {
        String text = element.getAttribute(PLACEMENT);
        try {
            long placement = Long.parseLong(text);
            if (placement > 0) {
                return new PlacementGeneration(placement);
            }
        } catch (NumberFormatException e) {
            throw new KvmherdException(ErrorCode.MALFORMED, message(text), e);
        }
        throw new KvmherdException(ErrorCode.MALFORMED, message(text));
    }

    private static String message(String text) {
        return "the domain's metadata has the placement generation \"" + XmlDocument.shortened(text)
                + "\", which is no positive number. Somebody edited it: remove the element "
                + NAMESPACE + " and adopt the guest again";
    }
}
