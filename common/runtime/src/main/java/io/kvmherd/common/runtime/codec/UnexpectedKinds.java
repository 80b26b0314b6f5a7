package io.kvmherd.common.runtime.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says of a value of the wrong kind what was expected and what was sent. The library would say it with the names of Java
 * classes, which are nothing to whoever sent it.
 */
final class UnexpectedKinds extends DeserializationProblemHandler {
    @Override
    public Object handleUnexpectedToken(
            DeserializationContext context, JavaType type, JsonToken sent, JsonParser parser, String message)
            throws MismatchedInputException {
        throw mismatch(parser, type.getRawClass(), sent, message);
    }

    @Override
    public Object handleMissingInstantiator(
            DeserializationContext context,
            Class<?> type,
            @Nullable ValueInstantiator instantiator,
            @Nullable JsonParser parser,
            String message)
            throws MismatchedInputException {
        JsonParser at = parser == null ? context.getParser() : parser;
        throw mismatch(at, type, at.currentToken(), message);
    }

    private static MismatchedInputException mismatch(
            JsonParser parser, Class<?> type, @Nullable JsonToken sent, @Nullable String message) {
        String words = sent == null ? "" : words(sent);
        return MismatchedInputException.from(
                parser,
                type,
                words.isEmpty() ? String.valueOf(message) : kindOf(type) + " is expected, " + words + " was sent");
    }

    /** As people call it; an id or a name is a text, and a record is an object. */
    private static String kindOf(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "an array";
        }
        boolean isObject = type.isRecord() || type.isSealed() || Map.class.isAssignableFrom(type);
        return isObject && !ValueRecords.isValueRecord(type) ? "an object" : "a text";
    }

    private static String words(JsonToken sent) {
        return switch (sent) {
            case START_ARRAY -> "an array";
            case START_OBJECT -> "an object";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            default -> "";
        };
    }
}
