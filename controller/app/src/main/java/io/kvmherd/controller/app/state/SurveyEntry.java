package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.GuestSurvey;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Guests that agents are being asked to describe, so that they can be adopted. Soft: a restart forgets it, whoever asked
 * asks again.
 *
 * @param request whose answer it becomes
 * @param principal who asked
 * @param askedMs when
 * @param awaited questions without an answer, and whom they went to
 * @param found what has been described
 * @param silent hosts that could not be asked, with why
 * @param left guests that were too many for one request
 */
public record SurveyEntry(
        UUID request,
        String principal,
        AdoptionWish wish,
        long askedMs,
        SortedMap<OperationId, HostId> awaited,
        List<Found> found,
        SortedMap<HostId, String> silent,
        int left) {
    /** One guest, and where it was described. */
    public record Found(HostId host, GuestSurvey survey) {}

    public SurveyEntry {
        awaited = Collections.unmodifiableSortedMap(new TreeMap<>(awaited));
        found = List.copyOf(found);
        silent = Collections.unmodifiableSortedMap(new TreeMap<>(silent));
    }

    public boolean isComplete() {
        return awaited.isEmpty();
    }

    public SurveyEntry answered(OperationId question, List<GuestSurvey> surveys) {
        HostId host = Objects.requireNonNull(awaited.get(question), "nobody was asked that");
        List<Found> more = Stream.concat(found.stream(), surveys.stream().map(survey -> new Found(host, survey)))
                .toList();
        return new SurveyEntry(request, principal, wish, askedMs, without(question), more, silent, left);
    }

    public SurveyEntry unanswered(OperationId question, String why) {
        SortedMap<HostId, String> more = new TreeMap<>(silent);
        more.put(Objects.requireNonNull(awaited.get(question), "nobody was asked that"), why);
        return new SurveyEntry(request, principal, wish, askedMs, without(question), found, more, left);
    }

    /** Nobody is waited for any longer. */
    public SurveyEntry givenUp(String why) {
        SurveyEntry entry = this;
        for (Map.Entry<OperationId, HostId> open : awaited.entrySet()) {
            entry = entry.unanswered(open.getKey(), why);
        }
        return entry;
    }

    private SortedMap<OperationId, HostId> without(OperationId question) {
        SortedMap<OperationId, HostId> rest = new TreeMap<>(awaited);
        rest.remove(question);
        return rest;
    }
}
