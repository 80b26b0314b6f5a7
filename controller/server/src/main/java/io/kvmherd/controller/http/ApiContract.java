package io.kvmherd.controller.http;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Limits;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The published description of the API (OpenAPI 3.1, openapi.yaml beside the classes), as the controller itself keeps to
 * it: which parameters an action knows, what form its body has, and what its answers look like. Whatever a reader of
 * ours would let pass is refused if the description does not allow it, so that the two cannot drift apart unnoticed.
 *
 * <p>Schemas are checked by Vert.x (JSON Schema 2020-12). Immutable, for any thread; reading it blocks, checking does not.
 */
public final class ApiContract {
    private static final String FILE = "/openapi.yaml";
    private static final String BASE = "https://kvmherd.invalid";
    private static final List<String> METHODS = List.of("get", "post", "patch", "delete");
    private static final String JSON = "application/json";
    private static final List<String> ECHOES =
            List.of("/properties", "/additionalProperties", "/items", "/$ref", "/anyOf");

    private final JsonObject document;
    private final SortedMap<String, Action> actions = new TreeMap<>();
    private final SchemaRepository schemas;

    private ApiContract(JsonObject document) {
        this.document = document;
        schemas = SchemaRepository.create(new JsonSchemaOptions()
                .setBaseUri(BASE)
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic));
        // A copy, because the library notes its own things in what it is given.
        schemas.dereference(FILE, JsonSchema.of(document.copy()));
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            for (String method : METHODS) {
                Optional.ofNullable(paths.getJsonObject(path).getJsonObject(method))
                        .ifPresent(operation -> actions.put(
                                operation.getString("operationId"),
                                action(method, path, paths.getJsonObject(path), operation)));
            }
        }
    }

    /** The one that is published with this build. */
    public static ApiContract published() {
        try (InputStream file = Objects.requireNonNull(ApiContract.class.getResourceAsStream(FILE))) {
            return new ApiContract(new JsonObject(tree(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One who writes {@code dryrun} for {@code dryRun} would otherwise do what he only wanted to see.
     *
     * @throws KvmherdException INVALID_INPUT naming the first that the action does not know
     */
    void requireParameters(String action, Collection<String> given) {
        List<String> known = known(action).parameters();
        given.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw invalid("parameter \"" + shown(name) + "\" is not known here; "
                    + (known.isEmpty() ? "there is none" : "known are " + String.join(", ", known)));
        });
    }

    /** @throws KvmherdException INVALID_INPUT naming the first part of the body that the description does not allow */
    void requireBody(String action, byte[] body) {
        Optional<Body> described = known(action).body();
        if (described.isEmpty() || (body.length == 0 && !described.get().required())) {
            return;
        }
        firstBreach(described.get().schema(), Buffer.buffer(body)).ifPresent(breach -> {
            throw invalid("the request's body is not as the API's description has it: " + breach);
        });
    }

    /** What of an answer the description does not allow; an answer that is no JSON has nothing to be held against. */
    Optional<String> breachOfAnswer(String method, String path, int status, String json) {
        Optional<Action> asked = actions.values().stream()
                .filter(action -> action.answers(method, path))
                .findFirst();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        JsonObject responses = asked.get().responses();
        JsonObject response = resolved(
                responses.containsKey(String.valueOf(status))
                        ? responses.getJsonObject(String.valueOf(status))
                        : Objects.requireNonNullElseGet(responses.getJsonObject("default"), JsonObject::new));
        return content(response)
                .flatMap(media -> firstBreach(validator(media.getJsonObject("schema")), Buffer.buffer(json)))
                .or(() ->
                        response.isEmpty() ? Optional.of("status " + status + " is not described") : Optional.empty());
    }

    private Action known(String action) {
        return Objects.requireNonNull(actions.get(action), () -> action + " is not in " + FILE);
    }

    private Action action(String method, String path, JsonObject item, JsonObject operation) {
        List<String> parameters = Stream.of(item, operation)
                .flatMap(holder -> holder.getJsonArray("parameters", new JsonArray()).stream())
                .map(parameter -> resolved((JsonObject) parameter))
                .filter(parameter -> parameter.getString("in").equals("query"))
                .map(parameter -> parameter.getString("name"))
                .sorted()
                .toList();
        Optional<Body> body = Optional.ofNullable(operation.getJsonObject("requestBody"))
                .map(this::resolved)
                .map(request -> new Body(
                        request.getBoolean("required", false),
                        validator(content(request).orElseThrow().getJsonObject("schema"))));
        return new Action(method, path, parameters, body, operation.getJsonObject("responses"));
    }

    private Optional<JsonObject> content(JsonObject holder) {
        JsonObject content = holder.getJsonObject("content", new JsonObject());
        return content.fieldNames().stream()
                .filter(type -> type.equals(JSON) || type.endsWith("+json"))
                .findFirst()
                .map(content::getJsonObject);
    }

    /** Every schema of a body is one of the named ones. */
    private Validator validator(JsonObject schema) {
        return schemas.validator(BASE + FILE + schema.getString("$ref"));
    }

    private JsonObject resolved(JsonObject value) {
        String reference = value.getString("$ref");
        if (reference == null) {
            return value;
        }
        JsonObject found = document;
        for (String part : reference.substring(2).split("/", -1)) {
            found = found.getJsonObject(part);
        }
        return found;
    }

    private static Optional<String> firstBreach(Validator schema, Buffer json) {
        Object value;
        try {
            value = Json.decodeValue(json);
        } catch (DecodeException e) {
            return Optional.of("it is no JSON");
        }
        OutputUnit found = schema.validate(value);
        return found.getValid()
                ? Optional.empty()
                : Optional.of(deepest(Objects.requireNonNullElse(found.getErrors(), List.of())));
    }

    /** A breach is told of again by every schema around it; the deepest that is not such an echo says what is wrong. */
    private static String deepest(List<OutputUnit> breaches) {
        return breaches.stream()
                .filter(breach -> ECHOES.stream().noneMatch(breach.getKeywordLocation()::endsWith))
                .reduce((one, other) -> depth(other) > depth(one) ? other : one)
                .or(() -> breaches.stream().findFirst())
                .map(breach -> breach.getInstanceLocation() + ": " + breach.getError())
                .orElse("it has another form");
    }

    private static long depth(OutputUnit breach) {
        return breach.getInstanceLocation().chars().filter(sign -> sign == '/').count();
    }

    private static Map<String, Object> tree(InputStream yaml) {
        Map<String, Object> tree = new TreeMap<>();
        if (new Load(LoadSettings.builder().build()).loadFromInputStream(yaml) instanceof Map<?, ?> read) {
            read.forEach((key, value) -> tree.put(String.valueOf(key), plain(value)));
        }
        return tree;
    }

    /** Status codes are numbers to YAML where nobody quotes them; in JSON every key is a text. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            map.forEach((key, held) -> object.put(String.valueOf(key), plain(held)));
            return object;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> plain = new ArrayList<>();
            list.forEach(held -> plain.add(plain(held)));
            return new JsonArray(plain);
        }
        return value;
    }

    private static String shown(String name) {
        return name.length() <= Limits.NAME_LENGTH ? name : name.substring(0, Limits.NAME_LENGTH) + "…";
    }

    private static KvmherdException invalid(String why) {
        return new KvmherdException(ErrorCode.INVALID_INPUT, why);
    }

    private record Body(boolean required, Validator schema) {}

    private record Action(
            String method, String path, List<String> parameters, Optional<Body> body, JsonObject responses) {
        boolean answers(String asked, String at) {
            return method.equalsIgnoreCase(asked) && at.matches(path.replaceAll("\\{\\w+}", "[^/]+"));
        }
    }
}
