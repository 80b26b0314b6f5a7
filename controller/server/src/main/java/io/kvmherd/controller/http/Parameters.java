package io.kvmherd.controller.http;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Limits;
import java.util.Collection;
import java.util.List;

/**
 * The parameters that each action's query may have. One that is not known is refused, for one who writes {@code dryrun} for
 * {@code dryRun} would otherwise do what he only wanted to see.
 */
final class Parameters {
    private Parameters() {}

    /** @throws KvmherdException INVALID_INPUT naming the first that is not known */
    static void require(String action, Collection<String> given) {
        List<String> known = known(action);
        given.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            String shown = name.length() <= Limits.NAME_LENGTH ? name : name.substring(0, Limits.NAME_LENGTH) + "…";
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "parameter \"" + shown + "\" is not known here; "
                            + (known.isEmpty() ? "there is none" : "known are " + String.join(", ", known)));
        });
    }

    private static List<String> known(String action) {
        return switch (action) {
            case "listGuests" -> List.of("limit", "after");
            case "listOperations" -> List.of("open", "parent", "limit", "after");
            case "deleteGuest" -> List.of("definition", "dryRun", "reason");
            case "removeHost" -> List.of("dryRun", "reason");
            case "revokeToken" -> List.of("reason");
            case "watchEvents" -> List.of("since");
            default -> List.of();
        };
    }
}
