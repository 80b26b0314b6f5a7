package io.kvmherd.common.runtime.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the JSON library which record stands behind a sealed interface, from the language's own list of permitted types.
 *
 * <p>The usual way is an annotation on each interface or a registration for each record; the first puts the library into
 * the vocabulary, the second is forgotten for a new record until a message cannot be read. A sealed interface knows its
 * records, so a new one is covered the moment it compiles.
 */
final class SealedTypes extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;
    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final JsonTypeInfo.Value TYPE_FIELD = JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, true, false);

    /** {@code CreateGuest} is {@code create-guest}. */
    static String nameOf(Class<?> record) {
        return WORD_START.matcher(record.getSimpleName()).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        return annotated instanceof AnnotatedClass && isBehindSealed(annotated.getRawType()) ? TYPE_FIELD : null;
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        Class<?> type = annotated.getRawType();
        if (!isSealedInterface(type)) {
            return null;
        }
        List<NamedType> records = new ArrayList<>();
        collect(type, records);
        return records;
    }

    @Override
    public @Nullable String findTypeName(AnnotatedClass annotated) {
        Class<?> type = annotated.getRawType();
        return type.isRecord() && isBehindSealed(type) ? nameOf(type) : null;
    }

    private static void collect(Class<?> root, List<NamedType> into) {
        for (Class<?> permitted : root.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                into.add(new NamedType(permitted, nameOf(permitted)));
            } else {
                collect(permitted, into);
            }
        }
    }

    private static boolean isBehindSealed(Class<?> type) {
        return isSealedInterface(type)
                || type.isRecord() && Arrays.stream(type.getInterfaces()).anyMatch(SealedTypes::isSealedInterface);
    }

    private static boolean isSealedInterface(Class<?> type) {
        return type.isInterface() && type.isSealed();
    }
}
