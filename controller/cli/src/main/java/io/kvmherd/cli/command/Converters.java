package io.kvmherd.cli.command;

import io.kvmherd.common.api.MigrationSetting;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Compression;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlanId;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From what is typed to what is meant. */
final class Converters {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(s|m|h)");
    private static final Pattern MEMORY = Pattern.compile("([0-9]{1,9})(?:([MGT])(?:I?B)?)?");

    private Converters() {}

    static void registerAt(CommandLine commands) {
        commands.registerConverter(HostId.class, checked(HostId::new))
                .registerConverter(OperationId.class, checked(OperationId::of))
                .registerConverter(PlanId.class, checked(PlanId::of))
                .registerConverter(MigrationPolicy.class, checked(MigrationPolicy::new))
                .registerConverter(MigrationSetting.class, checked(MigrationSetting::new))
                .registerConverter(Compression.class, checked(Compression::of))
                .registerConverter(Duration.class, Converters::time)
                .registerConverter(MemorySize.class, Converters::memory);
    }

    /** An amount of memory. */
    record MemorySize(long mib) {}

    static Duration time(String text) {
        Matcher found = TIME.matcher(text);
        if (!found.matches()) {
            throw new TypeConversionException("\"" + text + "\" is not a time such as 90s, 10m or 2h");
        }
        long number = Long.parseLong(found.group(1));
        return switch (found.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    /** Binary units; a plain number is MiB. */
    static MemorySize memory(String text) {
        Matcher found = MEMORY.matcher(text.toUpperCase(Locale.ROOT));
        if (!found.matches()) {
            throw new TypeConversionException(
                    "\"" + text + "\" is not an amount of memory such as 512M, 1G or 2048 (MiB)");
        }
        long number = Long.parseLong(found.group(1));
        String unit = Objects.requireNonNullElse(found.group(2), "M");
        return new MemorySize(
                switch (unit) {
                    case "G" -> number * 1_024;
                    case "T" -> number * 1_024 * 1_024;
                    default -> number;
                });
    }

    private static <T> ITypeConverter<T> checked(Function<String, T> read) {
        return text -> {
            try {
                return read.apply(text);
            } catch (KvmherdException e) {
                throw new TypeConversionException(Objects.requireNonNullElse(e.getMessage(), text));
            }
        };
    }
}
