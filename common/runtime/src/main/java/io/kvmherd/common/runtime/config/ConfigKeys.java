package io.kvmherd.common.runtime.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists what a configuration record knows; a test of each record pins this list, and the operator's guide shows it. */
final class ConfigKeys {
    private ConfigKeys() {}

    static List<String> of(Class<? extends Record> type) {
        List<String> keys = new ArrayList<>();
        collect(type, "", keys);
        return List.copyOf(keys);
    }

    private static void collect(Class<?> type, String prefix, List<String> into) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + component.getName();
            Class<?> raw = component.getType();
            Type element = raw;
            String suffix = "";
            if (component.getGenericType() instanceof ParameterizedType generic) {
                Type[] arguments = generic.getActualTypeArguments();
                element = arguments[arguments.length - 1];
                suffix = raw == List.class ? "[]" : raw == Map.class ? ".*" : "";
            }
            Class<?> leaf = (Class<?>) element;
            if (Scalars.isSection(leaf)) {
                String optional = raw == Optional.class ? "?" : "";
                collect(leaf, key + suffix + optional + ".", into);
            } else {
                into.add(key + suffix + ": " + Scalars.typeName(leaf) + necessity(component));
            }
        }
    }

    private static String necessity(RecordComponent component) {
        Default fallback = component.getAnnotation(Default.class);
        if (fallback != null) {
            return fallback.value().isEmpty() ? " = \"\"" : " = " + fallback.value();
        }
        boolean mayBeMissing = component.getType() == List.class
                || component.getType() == Map.class
                || component.getType() == Optional.class;
        return mayBeMissing ? ", optional" : ", required";
    }
}
