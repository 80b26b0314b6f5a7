package io.kvmherd.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.StreamSupport;

/** JSON as any program reads it, without the project's own records. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** The elements of the list that the node has under this name; none if it has none. */
    static List<JsonNode> list(JsonNode node, String name) {
        return StreamSupport.stream(node.path(name).spliterator(), false).toList();
    }

    /** The text that each element of a list has under a name. */
    static List<String> texts(JsonNode node, String list, String name) {
        return list(node, list).stream().map(item -> item.path(name).asText()).toList();
    }
}
