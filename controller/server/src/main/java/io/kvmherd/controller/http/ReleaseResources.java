package io.kvmherd.controller.http;

import io.kvmherd.common.api.MessageResource;
import io.kvmherd.common.api.ReleaseList;
import io.kvmherd.controller.app.request.ReleaseOutcome;
import io.kvmherd.controller.app.request.Response;

/** What became of the wish to let guests go, as the API shows it. */
final class ReleaseResources {
    private ReleaseResources() {}

    static ReleaseList of(Response.Releases releases) {
        return new ReleaseList(
                releases.outcomes().stream().map(ReleaseResources::of).toList(), releases.left());
    }

    private static ReleaseList.Item of(ReleaseOutcome outcome) {
        return new ReleaseList.Item(
                outcome.host(),
                outcome.guest(),
                outcome.name(),
                outcome.state(),
                outcome.refusal().map(why -> new MessageResource(why.what(), why.why(), why.next())),
                outcome.operation());
    }
}
