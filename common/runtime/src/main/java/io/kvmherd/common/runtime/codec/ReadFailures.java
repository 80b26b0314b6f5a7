package io.kvmherd.common.runtime.codec;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Limits;
import java.util.List;
import java.util.Locale;

/** The JSON library's failures in words that name the field and never a Java class of the library. */
final class ReadFailures {
    private static final int SHOWN_VALUE_LENGTH = 80;

    private ReadFailures() {}

    static String describe(Class<?> type, JacksonException failure) {
        String field = failure instanceof JsonMappingException mapping ? pathOf(mapping.getPath()) : "";
        String where = field.isEmpty() ? type.getSimpleName() : type.getSimpleName() + " field \"" + field + "\"";
        return where + ": " + reason(failure);
    }

    private static String reason(JacksonException failure) {
        if (failure.getCause() instanceof KvmherdException refused) {
            return String.valueOf(refused.getMessage());
        }
        return switch (failure) {
            case UnrecognizedPropertyException unknown ->
                "there is no such field here; known are "
                        + unknown.getKnownPropertyIds().stream()
                                .map(Object::toString)
                                .sorted()
                                .toList();
            case InvalidNullException missing -> "is missing or null and has no default";
            case InvalidTypeIdException unknown ->
                unknown.getTypeId() == null
                        ? "\"type\" is missing; it says which kind this is"
                        : "\"" + shorten(unknown.getTypeId()) + "\" is not a known type";
            case InvalidFormatException wrong ->
                "\"" + shorten(String.valueOf(wrong.getValue())) + "\" is not " + expected(wrong.getTargetType());
            case StreamConstraintsException beyond ->
                "is nested deeper than " + Limits.JSON_DEPTH + " levels or otherwise beyond what is read: "
                        + firstLine(beyond.getOriginalMessage());
            case JsonMappingException mismatch -> firstLine(mismatch.getOriginalMessage());
            default -> "is not JSON" + at(failure.getLocation()) + ": " + firstLine(failure.getOriginalMessage());
        };
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + List.of(type.getEnumConstants());
        }
        return type.isPrimitive() || type == String.class
                ? "of type " + type.getSimpleName().toLowerCase(Locale.ROOT)
                : "a valid " + type.getSimpleName();
    }

    private static String pathOf(List<JsonMappingException.Reference> path) {
        StringBuilder text = new StringBuilder();
        for (JsonMappingException.Reference step : path) {
            if (step.getFieldName() == null) {
                text.append('[').append(step.getIndex()).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return text.toString();
    }

    private static String at(JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String firstLine(String message) {
        return shorten(message.lines().findFirst().orElse("unreadable"));
    }

    private static String shorten(String value) {
        return value.length() <= SHOWN_VALUE_LENGTH ? value : value.substring(0, SHOWN_VALUE_LENGTH) + "…";
    }
}
