package io.kvmherd.common.runtime.codec;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.protocol.ProtocolVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes and reads the records of this project as JSON. Immutable, for any thread; never blocks.
 *
 * <p>Messages of the protocol are checked for their version before anything else in them is believed: a newer message may
 * have a form that this build would misread, and "version 2 is not read here" helps an operator who is half way through
 * an upgrade more than a complaint about a field.
 */
public final class JsonCodec {
    private static final JsonCodec WIRE =
            new JsonCodec(ObjectMappers.wire(), Limits.MESSAGE_BYTES, ErrorCode.MALFORMED);
    private static final JsonCodec STRICT =
            new JsonCodec(ObjectMappers.strict(), Limits.REQUEST_BYTES, ErrorCode.INVALID_INPUT);

    private final ObjectMapper mapper;
    private final int maxBytes;
    private final ErrorCode unreadable;

    private JsonCodec(ObjectMapper mapper, int maxBytes, ErrorCode unreadable) {
        this.mapper = mapper;
        this.maxBytes = maxBytes;
        this.unreadable = unreadable;
    }

    /** For what other builds of this project wrote: messages, reports, stored values, answers of the API. */
    public static JsonCodec wire() {
        return WIRE;
    }

    /** For what people and foreign programs send: requests of the API. */
    public static JsonCodec strict() {
        return STRICT;
    }

    /**
     * The value as UTF-8 JSON on one line.
     *
     * @throws KvmherdException TOO_LARGE when it is larger than the reader of this codec would take
     */
    public byte[] write(Object value) {
        byte[] bytes;
        try {
            bytes = mapper.writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    value.getClass().getName() + " cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
        requireSize(bytes, value.getClass().getSimpleName());
        return bytes;
    }

    public String writeText(Object value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    /**
     * Reads one value; nothing may follow it.
     *
     * @param type a record, or a sealed interface of records
     * @throws KvmherdException TOO_LARGE beyond the size limit; UNSUPPORTED for a message of a newer version; otherwise
     *     MALFORMED from {@link #wire()} and INVALID_INPUT from {@link #strict()}, with the field's path
     */
    public <T> T read(byte[] json, Class<T> type) {
        requireSize(json, type.getSimpleName());
        try {
            if (isVersioned(type)) {
                requireReadableVersion(json, type);
            }
            T value = mapper.readValue(json, type);
            if (value == null) {
                throw new KvmherdException(unreadable, type.getSimpleName() + " is null; an object is expected");
            }
            return value;
        } catch (JsonMappingException e) {
            throw new KvmherdException(unreadable, ReadFailures.describe(type, e), e);
        } catch (JacksonException e) {
            throw new KvmherdException(unreadable, ReadFailures.describe(type, e), e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    public <T> T readText(String json, Class<T> type) {
        return read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    private void requireSize(byte[] json, String what) {
        if (json.length > maxBytes) {
            throw new KvmherdException(
                    ErrorCode.TOO_LARGE,
                    what + " has " + json.length + " bytes as JSON; at most " + maxBytes + " are allowed");
        }
    }

    private static boolean isVersioned(Class<?> type) {
        return LinkMessage.class.isAssignableFrom(type) || type == HostReport.class;
    }

    private void requireReadableVersion(byte[] json, Class<?> type) throws IOException {
        try (JsonParser parser = mapper.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isVersion = parser.currentName().equals("version");
                JsonToken value = parser.nextToken();
                if (isVersion && value == JsonToken.VALUE_NUMBER_INT) {
                    long version = parser.getLongValue();
                    if (version > ProtocolVersion.CURRENT) {
                        throw newerVersion(type, version);
                    }
                    return;
                }
                parser.skipChildren();
            }
        }
    }

    private static KvmherdException newerVersion(Class<?> type, long version) {
        return new KvmherdException(
                ErrorCode.UNSUPPORTED,
                type.getSimpleName() + " has version " + version + "; this build reads up to version "
                        + ProtocolVersion.CURRENT
                        + ". Upgrade this side, or let the other side write the older version");
    }
}
