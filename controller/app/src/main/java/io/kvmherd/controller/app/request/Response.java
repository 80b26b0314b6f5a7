package io.kvmherd.controller.app.request;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.app.state.ClusterRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.state.TokenRecord;
import io.kvmherd.controller.engine.decision.HostVerdict;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a request is answered with. */
public sealed interface Response {
    /** The operation is durable and will be carried out. */
    record Accepted(OperationRecord operation) implements Response {}

    /** Nothing was changed; this is what would be done, stored so that it can be applied by id. */
    record Planned(PlanRecord plan) implements Response {}

    record HostChanged(HostEntry host) implements Response {}

    /** Changed without an operation. */
    record GuestChanged(GuestId guest) implements Response {}

    /** The only answer that has the secret in it. */
    record TokenMade(TokenRecord token, TokenSecret secret) implements Response {}

    record TokenWithdrawn(TokenRecord token) implements Response {}

    record ClusterChanged(ClusterRecord cluster) implements Response {}

    /** @param admitted whether an agent may speak for the host */
    record HostMembership(HostId host, boolean admitted) implements Response {}

    /**
     * What became of the wish to adopt guests.
     *
     * @param outcomes one for each guest that was found
     * @param silent hosts whose guests are not known, with why
     * @param left guests that were too many for one request
     */
    record Adoptions(List<AdoptionOutcome> outcomes, SortedMap<HostId, String> silent, int left) implements Response {
        public Adoptions {
            outcomes = List.copyOf(outcomes);
            silent = Collections.unmodifiableSortedMap(new TreeMap<>(silent));
        }
    }

    /**
     * What became of the wish to let all guests go.
     *
     * @param outcomes in order of host and name
     * @param left guests that were too many for one request
     */
    record Releases(List<ReleaseOutcome> outcomes, int left) implements Response {
        public Releases {
            outcomes = List.copyOf(outcomes);
        }

        /** How many operations were begun. */
        public long begun() {
            return outcomes.stream()
                    .filter(outcome -> outcome.operation().isPresent())
                    .count();
        }
    }

    record GuestXml(String xml) implements Response {}

    /**
     * Not done.
     *
     * @param what what could not be done, to which thing
     * @param why with value and limit
     * @param next what to do next
     * @param verdicts per host, where hosts were asked
     */
    record Refused(ErrorCode code, String what, String why, String next, List<HostVerdict> verdicts)
            implements Response {
        public Refused {
            verdicts = List.copyOf(verdicts);
        }
    }
}
