package io.kvmherd.agent.core.domain;

import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.DirectBoot;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.model.VolumeReference;
import io.kvmherd.common.model.VolumeReference.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Specifications drawn at random, from all that passes their validation, markup's own characters first. */
final class GuestSpecs {

    private static final String NAME = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String FILE_NAME = NAME + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String FILE_NAME_REST = FILE_NAME + "._-";
    private static final List<String> MARKUP = List.of(
            "<",
            ">",
            "&",
            "'",
            "\"",
            "]]>",
            "<!--",
            "-->",
            "&lt;",
            "&#60;",
            "&x;",
            "</cmdline>",
            "<?x?>",
            "<![CDATA[",
            " ",
            "\u0085",
            "\u00A0",
            "\u2028",
            "\uD7FF",
            "\uE000",
            "\uFFFD",
            "ß",
            "€",
            "=",
            "/",
            "\\",
            "%",
            "$(id)",
            "\u0130");

    private final Random random;

    GuestSpecs(long seed) {
        random = new Random(seed);
    }

    GuestSpec next() {
        return new GuestSpec(
                word(NAME, NAME + "-", 61) + pick(NAME),
                1 + random.nextInt(Limits.GUEST_VCPUS),
                Limits.GUEST_MEMORY_MIN_MIB + random.nextInt(1_000_000),
                0,
                random.nextBoolean() ? Virtualisation.KVM : Virtualisation.EMULATED,
                word(FILE_NAME, FILE_NAME_REST, 62),
                random.nextBoolean() ? "" : word(FILE_NAME, FILE_NAME_REST, 62),
                random.nextBoolean() ? Optional.empty() : Optional.of(boot()),
                list(this::volume),
                list(() -> word(FILE_NAME, FILE_NAME_REST, 62)),
                List.of(),
                "",
                CannotMove.BLOCK);
    }

    private DirectBoot boot() {
        return new DirectBoot(path(), random.nextBoolean() ? "" : path(), random.nextInt(4) == 0 ? "" : text());
    }

    /** One line of anything that XML can carry. */
    String text() {
        StringBuilder text = new StringBuilder();
        int parts = random.nextInt(40);
        for (int i = 0; i < parts; i++) {
            text.append(random.nextInt(3) == 0 ? word(FILE_NAME, FILE_NAME_REST, 10) : pick(MARKUP));
        }
        return text.toString();
    }

    private VolumeReference volume() {
        return new VolumeReference(
                word(FILE_NAME, FILE_NAME_REST, 62),
                word(FILE_NAME, FILE_NAME_REST, 62),
                random.nextBoolean() ? Format.RAW : Format.QCOW2);
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        int parts = 1 + random.nextInt(5);
        for (int i = 0; i < parts; i++) {
            path.append('/').append(word(FILE_NAME, FILE_NAME_REST + "+@=", 20));
        }
        return path.toString();
    }

    private <T> List<T> list(Supplier<T> element) {
        int size = random.nextInt(4) == 0 ? Limits.LIST_ENTRIES : random.nextInt(4);
        List<T> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(element.get());
        }
        return list;
    }

    private String word(String first, String rest, int restMax) {
        StringBuilder word = new StringBuilder(pick(first));
        int length = random.nextInt(restMax);
        for (int i = 0; i < length; i++) {
            word.append(pick(rest));
        }
        return word.toString();
    }

    private String pick(String from) {
        return from.substring(random.nextInt(from.length())).substring(0, 1);
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
