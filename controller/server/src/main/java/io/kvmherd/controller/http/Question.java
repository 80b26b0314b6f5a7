package io.kvmherd.controller.http;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.Names;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.common.runtime.codec.JsonCodec;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client asked, taken apart and checked.
 *
 * @param pathNames values of the path's variables
 * @param parameters of the query; of those given twice, the first
 */
record Question(String path, Map<String, String> pathNames, Map<String, String> parameters, byte[] body) {
    HostId host() {
        return new HostId(named("host"));
    }

    /** An id or a name. */
    String guest() {
        String given = named("guest");
        try {
            return GuestId.of(given).toString();
        } catch (KvmherdException notAnId) {
            return Names.requireFileName("guest", given);
        }
    }

    OperationId operation() {
        return OperationId.of(named("operation"));
    }

    String token() {
        return Names.requireName("token name", named("token"));
    }

    PlanId plan() {
        return PlanId.of(named("plan"));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    Optional<Boolean> yesOrNo(String name) {
        return parameter(name).map(value -> switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(name, value, "true or false");
        });
    }

    OptionalLong number(String name, long low, long high) {
        Optional<String> given = parameter(name);
        if (given.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(given.get());
            if (value >= low && value <= high) {
                return OptionalLong.of(value);
            }
        } catch (NumberFormatException e) {
            throw invalid(name, given.get(), "a number from " + low + " to " + high);
        }
        throw invalid(name, given.get(), "a number from " + low + " to " + high);
    }

    Page page() {
        return new Page((int) number("limit", 1, Page.MOST).orElse(Page.USUAL), parameter("after"));
    }

    /** The body as a record, or the given one when there is none. */
    <T> T bodyOr(T missing, Class<T> type) {
        return body.length == 0 ? missing : bodyAs(type);
    }

    <T> T bodyAs(Class<T> type) {
        if (body.length == 0) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "the request has no body; a " + type.getSimpleName() + " as JSON is expected");
        }
        return JsonCodec.strict().read(body, type);
    }

    String reason() {
        return Names.requireText("reason", parameter("reason").orElse(""));
    }

    private String named(String name) {
        return String.valueOf(pathNames.get(name));
    }

    private static KvmherdException invalid(String name, String value, String expected) {
        String shown = value.length() <= Limits.NAME_LENGTH ? value : value.substring(0, Limits.NAME_LENGTH) + "…";
        return new KvmherdException(
                ErrorCode.INVALID_INPUT, "parameter " + name + " is \"" + shown + "\"; " + expected + " is expected");
    }
}
