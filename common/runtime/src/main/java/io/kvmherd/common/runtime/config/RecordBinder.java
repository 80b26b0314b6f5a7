package io.kvmherd.common.runtime.config;

import io.kvmherd.common.failure.KvmherdException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns the nodes of one YAML file into records. */
final class RecordBinder {
    private final Path file;

    RecordBinder(Path file) {
        this.file = file;
    }

    <T extends Record> T bind(Optional<Node> root, Class<T> type) {
        Place top = new Place(file, 0, "");
        return type.cast(bindRecord(root.filter(RecordBinder::isGiven), type, top));
    }

    private Object bindRecord(Optional<Node> node, Class<?> type, Place place) {
        Map<String, NodeTuple> given = node.isPresent() ? entries(node.get(), place) : Map.of();
        RecordComponent[] components = type.getRecordComponents();
        List<String> known =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        for (Map.Entry<String, NodeTuple> entry : given.entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw place.below(entry.getKey())
                        .at(entry.getValue().getKeyNode())
                        .refuse(NearestKey.unknown(entry.getKey(), known));
            }
        }
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            NodeTuple entry = given.get(component.getName());
            Place below = place.below(component.getName());
            values[i] = entry == null || !isGiven(entry.getValueNode())
                    ? missing(component, below)
                    : bindValue(entry.getValueNode(), component.getGenericType(), below);
        }
        return construct(type, values, place);
    }

    private Object missing(RecordComponent component, Place place) {
        Default fallback = component.getAnnotation(Default.class);
        Class<?> type = component.getType();
        if (fallback != null) {
            return scalar(fallback.value(), type, place);
        }
        if (type == List.class) {
            return List.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (Scalars.isSection(type)) {
            return bindRecord(Optional.empty(), type, place);
        }
        throw place.refuse("is missing and has no default");
    }

    private Object bindValue(Node node, Type type, Place outer) {
        Place place = outer.at(node);
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Class<?> raw = (Class<?>) generic.getRawType();
            if (raw == Optional.class) {
                return Optional.of(bindValue(node, arguments[0], place));
            }
            return raw == List.class ? bindList(node, arguments[0], place) : bindMap(node, arguments[1], place);
        }
        Class<?> plain = (Class<?>) type;
        if (Scalars.isSection(plain)) {
            return bindRecord(Optional.of(node), plain, place);
        }
        if (!(node instanceof ScalarNode scalar)) {
            throw place.refuse("must be " + Scalars.describe(plain) + ", not a list or a section");
        }
        return scalar(scalar.getValue(), plain, place);
    }

    private List<Object> bindList(Node node, Type element, Place place) {
        if (!(node instanceof SequenceNode sequence)) {
            throw place.refuse("must be a list: one \"- value\" a line, or [a, b]");
        }
        List<Object> values = new ArrayList<>();
        for (Node entry : sequence.getValue()) {
            values.add(bindValue(entry, element, place.entry(values.size())));
        }
        return List.copyOf(values);
    }

    private Map<String, Object> bindMap(Node node, Type value, Place place) {
        Map<String, Object> values = new LinkedHashMap<>();
        entries(node, place)
                .forEach((key, entry) -> values.put(key, bindValue(entry.getValueNode(), value, place.below(key))));
        return Collections.unmodifiableMap(values);
    }

    private static Map<String, NodeTuple> entries(Node node, Place place) {
        if (!(node instanceof MappingNode mapping)) {
            throw place.at(node).refuse("must be a section: \"key: value\" lines");
        }
        Map<String, NodeTuple> entries = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw place.at(entry.getKeyNode()).refuse("has a key that is not a plain word");
            }
            if (entries.put(key.getValue(), entry) != null) {
                throw place.below(key.getValue()).at(key).refuse("stands there twice");
            }
        }
        return entries;
    }

    private static Object scalar(String text, Class<?> type, Place place) {
        try {
            return Scalars.read(text, type, place.file());
        } catch (KvmherdException e) {
            throw place.refuse("is not valid: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw place.refuse("is \"" + text + "\"; it must be " + Scalars.describe(type));
        }
    }

    private static Object construct(Class<?> type, Object[] values, Place place) {
        Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(parameters);
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof KvmherdException refused) {
                throw place.refuse("is not valid: " + refused.getMessage());
            }
            throw new IllegalStateException(type.getName() + " could not be built", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " is not a record that can be built", e);
        }
    }

    private static boolean isGiven(Node node) {
        return !node.getTag().equals(Tag.NULL);
    }
}
