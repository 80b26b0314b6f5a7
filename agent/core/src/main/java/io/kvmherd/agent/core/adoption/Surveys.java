package io.kvmherd.agent.core.adoption;

import io.kvmherd.agent.core.domain.DomainDescription;
import io.kvmherd.agent.core.domain.DomainXmlReader;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.agent.core.port.DomainReading;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestSurvey;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.Names;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.StoragePool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.w3c.dom.Element;

/** From a domain as its hypervisor has it to what an adoption needs to know. */
public final class Surveys {
    private static final int SHOWN_LENGTH = 200;

    private Surveys() {}

    /**
     * @param sharedPools pools that were declared shared
     * @param highestPlacement highest generation that this host knows of the guest, 0 for none
     */
    public static GuestSurvey of(
            ObservedGuest guest,
            DomainSurvey survey,
            HypervisorFacts facts,
            List<String> sharedPools,
            long highestPlacement) {
        List<Reason> refusals = new ArrayList<>();
        if (!survey.persistent()) {
            refusals.add(Reason.of(ReasonCode.GUEST_TRANSIENT).with("name", shortened(guest.name())));
        }
        if (!isUsable(guest.name())) {
            refusals.add(Reason.of(ReasonCode.GUEST_NAME_UNUSABLE).with("name", shortened(guest.name())));
        }
        Optional<GuestSpec> spec = Optional.empty();
        List<Hindrance> hindrances = List.of();
        StartsWithHost starts = StartsWithHost.NO;
        if (refusals.isEmpty()) {
            try {
                Element domain = XmlDocument.parse(survey.domainXml());
                DomainDescription description = DomainXmlReader.read(domain);
                spec = Optional.of(Summary.of(domain, description, facts.pools()));
                hindrances = Hindrances.of(domain, description, survey, facts);
                starts = BootRules.startsWithHost(domain, survey, facts.pools(), sharedPools);
            } catch (KvmherdException e) {
                refusals.add(Reason.of(ReasonCode.GUEST_NOT_ADOPTABLE)
                        .with("detail", shortened(String.valueOf(e.getMessage()))));
            }
        }
        return new GuestSurvey(guest.id(), guest.name(), spec, refusals, hindrances, starts, highestPlacement);
    }

    /**
     * What a definition says, as far as there are words for it; nothing where it cannot be read. It does not tell what its
     * disks rest on: that is looked at when the guest is surveyed, and when it leaves.
     */
    public static Contents contents(DomainReading reading, HypervisorFacts facts) {
        try {
            Element domain = XmlDocument.parse(reading.persistentXml());
            DomainDescription description = DomainXmlReader.read(domain);
            DomainSurvey survey = new DomainSurvey(
                    reading.persistentXml(),
                    List.of(),
                    true,
                    reading.autostart(),
                    StartsWithHost.NO,
                    reading.snapshots().size(),
                    new TreeMap<>());
            return new Contents(
                    Optional.of(Summary.of(domain, description, facts.pools())),
                    Hindrances.of(domain, description, survey, facts));
        } catch (KvmherdException e) {
            return new Contents(Optional.empty(), List.of());
        }
    }

    /** @throws KvmherdException for what no specification has words for */
    public static GuestSpec summary(String domainXml, List<StoragePool> pools) {
        Element domain = XmlDocument.parse(domainXml);
        return Summary.of(domain, DomainXmlReader.read(domain), pools);
    }

    /**
     * What was read out of a definition.
     *
     * @param summary empty where it does not fit into a specification
     */
    public record Contents(Optional<GuestSpec> summary, List<Hindrance> hindrances) {
        public Contents {
            hindrances = List.copyOf(hindrances);
        }
    }

    private static boolean isUsable(String name) {
        try {
            Names.requireFileName("guest name", name);
            return true;
        } catch (KvmherdException e) {
            return false;
        }
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "…";
    }
}
