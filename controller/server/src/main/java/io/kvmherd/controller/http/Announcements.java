package io.kvmherd.controller.http;

import io.kvmherd.common.api.MessageResource;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.step.AppLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What events about hosts and the cluster say in sentences, because the host as it is now does not say it. */
final class Announcements {
    private Announcements() {}

    /** Empty for events that say what they have to by what they are about. */
    static Optional<MessageResource> of(EventRecord event) {
        String host = event.host().map(HostId::value).orElse("");
        return switch (event.what()) {
            case HOST_REGISTERED ->
                Optional.of(new MessageResource(
                        "Host " + host + " joined the cluster.",
                        "Its agent dialled in for the first time.",
                        "See what it has: kvmherd host show " + host));
            case HOST_CPU -> Optional.of(cpu(event, host));
            case HOST_REMOVED ->
                Optional.of(new MessageResource(
                        "Host " + host + " was removed from the cluster; nothing on it was touched.",
                        because(event),
                        "Its agent is turned away until: kvmherd host add " + host));
            case HOST_ADDED ->
                Optional.of(new MessageResource(
                        "Host " + host + " may join the cluster again.",
                        because(event),
                        "It does when its agent dials in the next time."));
            case CLUSTER_MODE -> Optional.of(mode(event));
            case CLUSTER_MIGRATION ->
                Optional.of(new MessageResource(
                        "Guests without a migration policy of their own move by " + detail(event, "policy") + " now.",
                        because(event),
                        "Migrations that have begun keep theirs."));
            case HOST_MIGRATIONS ->
                Optional.of(new MessageResource(
                        "Migrations of host " + host + " at a time: out " + limit(event, "out") + ", in "
                                + limit(event, "in") + ".",
                        because(event),
                        "Those that have begun go on."));
            default -> Optional.empty();
        };
    }

    private static MessageResource mode(EventRecord event) {
        boolean observed = detail(event, "mode").equals(ManagementMode.OBSERVE.name());
        return new MessageResource(
                observed ? "The whole cluster is only observed." : "The cluster is managed.",
                because(event),
                observed
                        ? "What has begun goes on to its end, nothing new begins; end it with: kvmherd cluster set"
                                + " mode=manage"
                        : "A host stays observed as long as it or its agent says so: kvmherd host ls");
    }

    private static MessageResource cpu(EventRecord event, String host) {
        int guests = number(event, "guests");
        int fit = number(event, "fit");
        boolean narrows = fit < guests;
        List<String> said = new ArrayList<>();
        if (guests == 0) {
            said.add("No guest runs on another host of its maker yet.");
        } else if (narrows) {
            said.add(fit + " of the " + guests + " guests that run on other hosts of its maker could move live to it.");
            said.add(unfit(detail(event, "unfit"), detail(event, "missing")));
        } else {
            said.add(
                    guests == 1
                            ? "The one guest that runs on another host of its maker could move live to it."
                            : "All " + guests + " guests that run on other hosts of its maker could move live to it.");
        }
        int ofOtherMakers = number(event, "ofOtherMakers");
        if (ofOtherMakers > 0) {
            said.add(ofOtherMakers + (ofOtherMakers == 1 ? " guest runs" : " guests run")
                    + " on hosts of other makers and can come only while off.");
        }
        return new MessageResource(
                "The CPU of host " + host + " is " + detail(event, "model") + ".",
                String.join(" ", said),
                narrows
                        ? "It narrows where those guests can go: count on the other hosts for them, or give them a CPU"
                                + " model that all hosts have at their next start."
                        : "");
    }

    /** Events that were stored before guests were named have none. */
    private static String unfit(String guests, String missing) {
        String who = guests.isEmpty() ? "Some could not" : "Not: " + names(guests);
        return who + (missing.isEmpty() ? "" : ", for want of " + commas(missing)) + ".";
    }

    private static String limit(EventRecord event, String way) {
        String limit = detail(event, way);
        return limit.equals("default") ? "as the cluster" : limit;
    }

    private static String because(EventRecord event) {
        String reason = detail(event, "reason");
        return reason.isEmpty() ? "" : "The reason given: " + reason;
    }

    private static String names(String words) {
        List<String> all = words(words);
        int more = all.size() - AppLimits.GUESTS_NAMED;
        return String.join(", ", all.subList(0, Math.min(all.size(), AppLimits.GUESTS_NAMED)))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String commas(String words) {
        return String.join(", ", words(words));
    }

    private static List<String> words(String words) {
        return Arrays.stream(words.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private static int number(EventRecord event, String name) {
        String text = detail(event, name);
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static String detail(EventRecord event, String name) {
        return event.details().getOrDefault(name, "");
    }
}
