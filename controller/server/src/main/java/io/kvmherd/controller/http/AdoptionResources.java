package io.kvmherd.controller.http;

import io.kvmherd.common.api.AdoptionList;
import io.kvmherd.common.api.AdoptionList.SilentHost;
import io.kvmherd.common.api.AdoptionResource;
import io.kvmherd.common.api.HindranceResource;
import io.kvmherd.common.api.ReasonResource;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.app.request.AdoptionOutcome;
import io.kvmherd.controller.app.request.Response;

/** What became of adoptions, as the API shows it. */
final class AdoptionResources {
    private AdoptionResources() {}

    static AdoptionList of(Response.Adoptions adoptions) {
        return new AdoptionList(
                adoptions.outcomes().stream().map(AdoptionResources::of).toList(),
                adoptions.silent().entrySet().stream()
                        .map(host -> new SilentHost(host.getKey().value(), host.getValue()))
                        .toList(),
                adoptions.left());
    }

    private static AdoptionResource of(AdoptionOutcome outcome) {
        boolean blocked = outcome.hindrances().stream().anyMatch(Hindrance::blocks);
        long willing = outcome.destinations().stream()
                .filter(said -> said.verdict() == Verdict.YES)
                .count();
        return new AdoptionResource(
                outcome.host(),
                outcome.guest(),
                outcome.name(),
                outcome.state(),
                outcome.already(),
                outcome.refusals().stream().map(ReasonResource::of).toList(),
                outcome.hindrances().stream().map(HindranceResource::of).toList(),
                blocked ? 0 : Math.toIntExact(willing),
                outcome.destinations().stream().map(Explanations::verdict).toList(),
                outcome.startsWithHost(),
                outcome.operation());
    }
}
