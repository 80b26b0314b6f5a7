package io.kvmherd.cli.contract;

import io.kvmherd.common.api.MigrationSetting;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlanId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Records and enums that the API's JSON is made of, under the names that the contract gives them. */
final class RecordTypes {
    private static final List<Class<?>> TEXT = List.of(
            HostId.class,
            GuestId.class,
            OperationId.class,
            PlanId.class,
            MigrationPolicy.class,
            MigrationSetting.class);
    private static final List<Class<?>> OPTIONAL = List.of(Optional.class, OptionalInt.class, OptionalLong.class);

    private RecordTypes() {}

    static SortedMap<String, Class<?>> reachableFrom(List<Class<?>> roots) {
        SortedMap<String, Class<?>> found = new TreeMap<>();
        roots.forEach(root -> collect(root, found));
        return found;
    }

    static List<String> componentNames(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    /** Components that are never left out. */
    static List<String> mandatoryNames(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> !OPTIONAL.contains(component.getType()))
                .map(RecordComponent::getName)
                .toList();
    }

    private static void collect(Type type, SortedMap<String, Class<?>> found) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> collect(argument, found));
        } else if (type instanceof Class<?> plain && isOurs(plain) && found.putIfAbsent(nameOf(plain), plain) == null) {
            if (plain.isRecord()) {
                Arrays.stream(plain.getRecordComponents())
                        .forEach(component -> collect(component.getGenericType(), found));
            }
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("io.kvmherd.") && !TEXT.contains(type);
    }

    /** A nested type's name begins with that of the type around it, without the word Resource. */
    private static String nameOf(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        if (outer == null) {
            return type.getSimpleName();
        }
        String prefix = outer.getSimpleName().replace("Resource", "");
        return type.getSimpleName().startsWith(prefix) ? type.getSimpleName() : prefix + type.getSimpleName();
    }
}
