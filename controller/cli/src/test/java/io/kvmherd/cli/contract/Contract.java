package io.kvmherd.cli.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The contract file, as far as the tests ask about it. */
final class Contract {
    private static final Path FILE = Path.of("../server/src/main/resources/openapi.yaml");
    private static final List<String> METHODS = List.of("get", "post", "patch", "delete");

    private final Map<?, ?> document;

    private Contract(Map<?, ?> document) {
        this.document = document;
    }

    static Contract read() {
        try {
            return new Contract(map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FILE))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Map<?, ?>> schemas() {
        Map<String, Map<?, ?>> schemas = new TreeMap<>();
        at("components", "schemas").forEach((name, schema) -> schemas.put(name.toString(), map(schema)));
        return schemas;
    }

    List<String> properties(String schema) {
        return map(schema(schema).get("properties")).keySet().stream()
                .map(Object::toString)
                .toList();
    }

    List<String> required(String schema) {
        return texts(schema(schema).get("required"));
    }

    List<String> values(String schema) {
        return texts(schema(schema).get("enum"));
    }

    boolean isRequest(String schema) {
        return closed().containsKey(schema);
    }

    /** Schemas that allow no other fields. */
    Map<String, Boolean> closed() {
        Map<String, Boolean> closed = new TreeMap<>();
        schemas().forEach((name, schema) -> {
            if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
                closed.put(name, true);
            }
        });
        return closed;
    }

    List<String> references() {
        List<String> references = new ArrayList<>();
        walk(document, (key, value) -> {
            if (key.equals("$ref")) {
                references.add(value.toString());
            }
        });
        return references;
    }

    boolean defines(String reference) {
        String[] path = reference.split("/", -1);
        return path.length == 4 && at(path[1], path[2]).containsKey(path[3]);
    }

    /** Examples of media types, by the schema they belong to. */
    SortedMap<String, List<Object>> examples() {
        SortedMap<String, List<Object>> examples = new TreeMap<>();
        walk(document, (key, value) -> {
            if (value instanceof Map<?, ?> media
                    && media.containsKey("example")
                    && media.get("schema") instanceof Map<?, ?> schema) {
                String reference = String.valueOf(schema.get("$ref"));
                String name = reference.substring(reference.lastIndexOf('/') + 1);
                examples.computeIfAbsent(name, unused -> new ArrayList<>()).add(media.get("example"));
            }
        });
        return examples;
    }

    Collection<String> operationIds() {
        List<String> ids = new ArrayList<>();
        walk(document, (key, value) -> {
            if (key.equals("operationId")) {
                ids.add(value.toString());
            }
        });
        return ids;
    }

    /** Method and path of each request that changes something, and whether it takes an idempotency key. */
    SortedMap<String, Boolean> changesWithKey() {
        SortedMap<String, Boolean> changes = new TreeMap<>();
        map(document.get("paths")).forEach((path, item) -> {
            for (String method : METHODS) {
                if (!method.equals("get") && map(item).get(method) instanceof Map<?, ?> operation) {
                    String parameters = String.valueOf(map(item).get("parameters")) + operation.get("parameters");
                    changes.put(
                            method.toUpperCase(Locale.ROOT) + " " + path,
                            parameters.contains("#/components/parameters/IdempotencyKey"));
                }
            }
        });
        return changes;
    }

    private Map<?, ?> schema(String name) {
        return map(at("components", "schemas").get(name));
    }

    private Map<?, ?> at(String first, String second) {
        return map(map(document.get(first)).get(second));
    }

    private static Map<?, ?> map(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalStateException(value + " is no map");
    }

    private static List<String> texts(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }

    private static void walk(Object value, BiConsumer<String, Object> visit) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, child) -> {
                visit.accept(key.toString(), child);
                walk(child, visit);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(child -> walk(child, visit));
        }
    }
}
