package io.kvmherd.common.runtime.codec;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.kvmherd.common.model.Limits;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/** The two configurations of the JSON library. Everything that shapes our JSON is set here or in the modules named. */
final class ObjectMappers {
    private static final List<Class<?>> EMPTY_WHEN_MISSING =
            List.of(String.class, List.class, Collection.class, Map.class, SortedMap.class, Set.class, SortedSet.class);
    private static final List<Class<?>> DEFAULT_WHEN_MISSING = List.of(
            Optional.class, OptionalInt.class, OptionalLong.class, int.class, long.class, double.class, boolean.class);

    private ObjectMappers() {}

    static ObjectMapper wire() {
        return common(new JsonFactoryBuilder().streamReadConstraints(constraints(Limits.MESSAGE_BYTES)))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    static ObjectMapper strict() {
        return common(new JsonFactoryBuilder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .streamReadConstraints(constraints(Limits.REQUEST_BYTES)))
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    private static StreamReadConstraints constraints(int bytes) {
        return StreamReadConstraints.builder()
                .maxNestingDepth(Limits.JSON_DEPTH)
                .maxDocumentLength(bytes)
                .maxStringLength(bytes)
                .build();
    }

    private static JsonMapper.Builder common(JsonFactoryBuilder factory) {
        JsonMapper.Builder builder = JsonMapper.builder(factory.build())
                .annotationIntrospector(new SealedTypes())
                .addModules(new Jdk8Module(), new JavaTimeModule(), new ValueRecords())
                .addHandler(new UnexpectedKinds())
                .visibility(PropertyAccessor.GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL))
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS));
        EMPTY_WHEN_MISSING.forEach(type -> builder.withConfigOverride(
                type, override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY))));
        DEFAULT_WHEN_MISSING.forEach(type -> builder.withConfigOverride(
                type, override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SET))));
        return builder;
    }
}
