package io.kvmherd.controller.engine.plan;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.engine.decision.Decision;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.engine.placement.PlacementRequest;
import io.kvmherd.controller.engine.view.ClusterView;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the checker says to a decision before it is carried out.
 *
 * <p>The picture may have changed since the decision was made; then the checker finds what the placer would find now. On
 * the very picture that the decision was made from, a finding means that the two do not think alike, and one of them is
 * wrong. Either way nothing moves: the decision becomes a refusal with the checker's reasons, and no other host is tried,
 * because a placer that was wrong once is not believed about the next best host either.
 */
public final class SecondOpinion {
    private SecondOpinion() {}

    /** The decision itself where the checker agrees or nothing was to be done; otherwise a refusal. */
    public static Decision<HostId> on(ClusterView newest, PlacementRequest question, Decision<HostId> decision) {
        if (!(decision instanceof Decision.Accepted<HostId> accepted)) {
            return decision;
        }
        List<Reason> against = against(newest, question, accepted.value());
        return against.isEmpty() ? accepted : refusal(accepted, against);
    }

    /** Guests whose part in the plan the checker speaks against, each with all that it says. */
    public static SortedMap<GuestId, List<Reason>> against(ClusterView newest, Plan plan) {
        SortedMap<GuestId, List<Reason>> disputed = new TreeMap<>();
        for (Finding finding : PlanChecker.check(newest, plan)) {
            disputed.computeIfAbsent(finding.guest(), id -> new ArrayList<>()).add(finding.reason());
        }
        return disputed;
    }

    private static List<Reason> against(ClusterView newest, PlacementRequest question, HostId to) {
        if (question.from().isEmpty()) {
            return PlanChecker.checkStart(newest, question.guest(), question.spec(), to);
        }
        if (question.off()) {
            return PlanChecker.checkRelocation(
                    newest, new Move(question.guest(), question.from().get(), to), question.spec());
        }
        Move move = new Move(question.guest(), question.from().get(), to);
        Plan.Step only = new Plan.Step(1, move, List.of(), 0, 0);
        Plan plan = new Plan(List.of(only), List.of(), List.of(), List.of(), List.of(), 0);
        return PlanChecker.check(newest, plan).stream().map(Finding::reason).toList();
    }

    private static Decision<HostId> refusal(Decision.Accepted<HostId> accepted, List<Reason> against) {
        List<HostVerdict> verdicts = new ArrayList<>();
        verdicts.add(new HostVerdict(accepted.value(), Verdict.NO, against, List.of()));
        accepted.verdicts().stream()
                .filter(verdict -> !verdict.host().equals(accepted.value()))
                .filter(verdict -> verdict.verdict() != Verdict.YES)
                .forEach(verdicts::add);
        return new Decision.Refused<>(verdicts);
    }
}
