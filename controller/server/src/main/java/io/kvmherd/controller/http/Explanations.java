package io.kvmherd.controller.http;

import io.kvmherd.common.api.ExplanationResource;
import io.kvmherd.common.api.HostExplanationResource;
import io.kvmherd.common.api.ReasonResource;
import io.kvmherd.common.api.VerdictResource;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.placement.CpuReach;
import io.kvmherd.controller.engine.placement.Ledger;
import io.kvmherd.controller.engine.placement.PlacementRequest;
import io.kvmherd.controller.engine.placement.Placer;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rules' full answers, asked anew on the newest picture. */
final class Explanations {
    private Explanations() {}

    static ExplanationResource of(Snapshot snapshot, GuestView guest) {
        boolean moves = guest.state() == GuestState.RUNNING && guest.host().isPresent();
        List<HostVerdict> verdicts = Placer.place(
                        snapshot.view(),
                        moves ? PlacementRequest.toMove(guest) : PlacementRequest.toStart(guest.id(), guest.spec()))
                .verdicts();
        return new ExplanationResource(
                guest.id(),
                guest.spec().name(),
                moves ? ExplanationResource.Question.MOVE : ExplanationResource.Question.PLACE,
                guest.host(),
                verdicts.stream().map(Explanations::verdict).toList(),
                possible(verdicts),
                snapshot.view().version());
    }

    static HostExplanationResource of(Snapshot snapshot, HostView host) {
        Answer standing = Placer.judgeHost(snapshot.view().settings(), host);
        Ledger ledger = Ledger.of(snapshot.view());
        List<HostExplanationResource.Mobility> guests = snapshot.view().guestsOf(host.id()).stream()
                .filter(guest -> guest.state() == GuestState.RUNNING)
                .map(guest -> mobility(snapshot, guest, ledger))
                .sorted(Comparator.comparingInt(HostExplanationResource.Mobility::possible)
                        .thenComparing(HostExplanationResource.Mobility::guestName))
                .toList();
        CpuReach reach = CpuReach.of(snapshot.view(), host);
        return new HostExplanationResource(
                host.id(),
                standing.verdict(),
                standing.reasons().stream().map(ReasonResource::of).toList(),
                guests,
                snapshot.view().version(),
                new HostExplanationResource.CpuReach(
                        reach.guests(), reach.fit(), reach.missing(), reach.unfit(), reach.ofOtherMakers()));
    }

    static VerdictResource verdict(HostVerdict said) {
        return new VerdictResource(
                said.host(),
                said.verdict(),
                said.reasons().stream().map(ReasonResource::of).toList(),
                said.scores().stream()
                        .map(score -> new VerdictResource.Score(score.term(), score.weightedValue()))
                        .toList());
    }

    private static HostExplanationResource.Mobility mobility(Snapshot snapshot, GuestView guest, Ledger ledger) {
        List<HostVerdict> verdicts = Placer.place(snapshot.view(), ledger, PlacementRequest.toMove(guest))
                .verdicts();
        return new HostExplanationResource.Mobility(
                guest.id(), guest.spec().name(), possible(verdicts), obstacles(guest, verdicts));
    }

    /** Its own host says that it is there already, which is no obstacle. */
    private static List<HostExplanationResource.Obstacle> obstacles(GuestView guest, List<HostVerdict> verdicts) {
        SortedMap<ReasonCode, Integer> counts = new TreeMap<>();
        verdicts.stream()
                .filter(said -> !guest.isOn(said.host()))
                .forEach(said -> said.reasons().stream()
                        .map(Reason::code)
                        .distinct()
                        .forEach(code -> counts.merge(code, 1, Integer::sum)));
        List<Map.Entry<ReasonCode, Integer>> entries = new ArrayList<>(counts.entrySet());
        entries.sort(
                Map.Entry.<ReasonCode, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        return entries.stream()
                .map(entry -> new HostExplanationResource.Obstacle(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static int possible(List<HostVerdict> verdicts) {
        return (int)
                verdicts.stream().filter(said -> said.verdict() == Verdict.YES).count();
    }
}
