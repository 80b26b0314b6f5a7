package io.kvmherd.common.runtime.config;

import io.kvmherd.common.failure.KvmherdException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The single values that a configuration may hold: text, numbers, yes or no, paths, durations, choices and ids. */
final class Scalars {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private Scalars() {}

    /** Whether the type is a section of its own, as against a value: a record other than one that wraps a {@code value}. */
    static boolean isSection(Class<?> type) {
        return type.isRecord() && !isValueRecord(type);
    }

    /**
     * @param file whose folder relative paths are taken from
     * @throws IllegalArgumentException when the text is none of this type
     * @throws KvmherdException when the type itself refuses it
     */
    static Object read(String text, Class<?> asked, Path file) {
        Class<?> type = unboxed(asked);
        if (type == String.class) {
            return text;
        }
        if (type == int.class) {
            return Integer.parseInt(text);
        }
        if (type == long.class) {
            return Long.parseLong(text);
        }
        if (type == double.class) {
            return Double.parseDouble(text);
        }
        if (type == boolean.class) {
            return readBoolean(text);
        }
        if (type == Path.class) {
            return file.toAbsolutePath().resolveSibling(text).normalize();
        }
        if (type == Duration.class) {
            return readDuration(text);
        }
        if (type.isEnum()) {
            return readEnum(text, type);
        }
        if (isValueRecord(type)) {
            return readValueRecord(text, type, file);
        }
        throw new IllegalStateException(type.getName() + " cannot stand in a configuration");
    }

    static String describe(Class<?> asked) {
        Class<?> type = unboxed(asked);
        if (type == Duration.class) {
            return "a duration such as 500ms, 15s, 10m or 1h";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Scalars::nameOf)
                            .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == long.class) {
            return "a whole number";
        }
        return type == double.class ? "a number" : isSection(type) ? "a section" : typeName(type);
    }

    static String typeName(Class<?> type) {
        return type == String.class || isValueRecord(type)
                ? "text"
                : type.getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** An optional number is the number. */
    private static Class<?> unboxed(Class<?> type) {
        return MethodType.methodType(type).unwrap().returnType();
    }

    private static boolean isValueRecord(Class<?> type) {
        if (!type.isRecord()) {
            return false;
        }
        RecordComponent[] components = type.getRecordComponents();
        return components.length == 1 && components[0].getName().equals("value");
    }

    private static boolean readBoolean(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Duration readDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static Object readEnum(String text, Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> nameOf(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }

    private static String nameOf(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Object readValueRecord(String text, Class<?> type, Path file) {
        Class<?> component = type.getRecordComponents()[0].getType();
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(component);
            canonical.setAccessible(true);
            return canonical.newInstance(read(text, component, file));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof KvmherdException refused) {
                throw refused;
            }
            throw new IllegalStateException(type.getName() + " could not be built", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " is not a record that can be built", e);
        }
    }
}
