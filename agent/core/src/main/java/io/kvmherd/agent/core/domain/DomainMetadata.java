package io.kvmherd.agent.core.domain;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.StartsWithHost;
import java.util.Locale;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * Our element in a domain's metadata. It names the guest and the generation that the domain runs under, and its presence
 * is what makes a domain managed: {@code <guest id="..." placement="3"/>} in our namespace. An adopted domain whose
 * autostart was on says so as well ({@code autostart="alone"} or {@code "asked"}): there it outlives controller and agent,
 * goes with the guest, and is at hand when the guest is given back. An own guest that its agent starts by itself says so
 * in the same way ({@code own="locked"} or {@code "unlocked"}).
 */
public final class DomainMetadata {

    public static final String NAMESPACE = "https://kvmherd.io/domain/1";

    /** Prefix under which libvirt keeps the element. */
    public static final String KEY = "kvmherd";

    static final String ELEMENT = "guest";
    static final String ID = "id";
    static final String PLACEMENT = "placement";
    static final String AUTOSTART = "autostart";
    static final String OWN = "own";

    private DomainMetadata() {}

    /**
     * What the element says.
     *
     * @param startsWithHost what is recorded of libvirt's autostart
     * @param ownStart whether the agent starts it with its host though no controller answers
     */
    public record Mark(PlacementGeneration placement, StartsWithHost startsWithHost, OwnStart ownStart) {
        /** Of a guest that its agent does not start without a controller for carrying one. */
        public Mark(PlacementGeneration placement, StartsWithHost startsWithHost) {
            this(placement, startsWithHost, OwnStart.ASKED);
        }
    }

    /** The element as libvirt's call to set metadata takes it; libvirt puts it into the namespace. */
    public static String element(GuestId guest, Mark mark) {
        return "<" + ELEMENT + " " + ID + "='" + guest + "' " + PLACEMENT + "='" + mark.placement() + "'"
                + attribute(AUTOSTART, mark.startsWithHost(), StartsWithHost.NO)
                + attribute(OWN, mark.ownStart(), OwnStart.ASKED)
                + "/>";
    }

    private static String attribute(String name, Enum<?> value, Enum<?> unsaid) {
        return value == unsaid ? "" : " " + name + "='" + value.name().toLowerCase(Locale.ROOT) + "'";
    }

    /** The element as it stands in a whole definition. */
    public static String qualified(GuestId guest, Mark mark) {
        String plain = element(guest, mark);
        return "<" + KEY + ":" + ELEMENT + " xmlns:" + KEY + "='" + NAMESPACE + "'"
                + plain.substring(1 + ELEMENT.length());
    }

    /**
     * Reads what libvirt's call to get metadata answers.
     *
     * @return empty when the element is not ours
     * @throws KvmherdException MALFORMED when it is no XML or its generation is no positive number
     */
    public static Optional<Mark> markIn(String elementXml) {
        Element element = XmlDocument.parse(elementXml);
        return XmlDocument.localName(element).equals(ELEMENT)
                ? Optional.of(new Mark(placementOf(element), startsWithHost(element), ownStart(element)))
                : Optional.empty();
    }

    /** A word that is not known was written by somebody who knew more: then the controller is asked. */
    private static StartsWithHost startsWithHost(Element element) {
        return switch (element.getAttribute(AUTOSTART)) {
            case "" -> StartsWithHost.NO;
            case "alone" -> StartsWithHost.ALONE;
            default -> StartsWithHost.ASKED;
        };
    }

    private static OwnStart ownStart(Element element) {
        return switch (element.getAttribute(OWN)) {
            case "locked" -> OwnStart.LOCKED;
            case "unlocked" -> OwnStart.UNLOCKED;
            default -> OwnStart.ASKED;
        };
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
