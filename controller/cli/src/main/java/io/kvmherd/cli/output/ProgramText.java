package io.kvmherd.cli.output;

import io.kvmherd.common.runtime.codec.JsonCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What programs read: the API's own fields, as JSON or YAML. Lists are written thing by thing: each is small, all of them
 * together need not be, and the codec has a limit for one value.
 */
public final class ProgramText {
    private ProgramText() {}

    /** One value on one line. */
    public static String json(Object value) {
        return JsonCodec.wire().writeText(value);
    }

    /** As the API answers a list: on one line. */
    public static String json(List<?> items, Optional<String> next) {
        String end = next.map(value -> ",\"next\":" + json(value)).orElse("");
        return items.stream().map(ProgramText::json).collect(Collectors.joining(",", "{\"items\":[", "]" + end + "}"));
    }

    public static List<String> yaml(Object value) {
        return YamlText.lines(fields(value));
    }

    /** The same fields as in JSON. */
    public static List<String> yaml(List<?> items, Optional<String> next) {
        List<Object> written = new ArrayList<>();
        items.forEach(item -> written.add(fields(item)));
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("items", written);
        next.ifPresent(value -> list.put("next", value));
        return YamlText.lines(list);
    }

    /** Maps, lists, texts, numbers and truth values, as JSON has them. */
    private static Object fields(Object value) {
        return JsonCodec.wire().readText(json(value), Object.class);
    }
}
