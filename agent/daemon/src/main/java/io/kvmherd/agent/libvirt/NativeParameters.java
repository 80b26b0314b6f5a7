package io.kvmherd.agent.libvirt;

import com.sun.jna.Pointer;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * libvirt's typed parameters, copied out of native memory. A record of them has 96 bytes: 80 for the name, the type, a gap
 * of 4, and 8 for the value.
 */
record NativeParameters(Map<String, Long> numbers) {
    private static final int SIZE = 96;
    private static final int TYPE_OFFSET = 80;
    private static final int VALUE_OFFSET = 88;
    private static final int INT = 1;
    private static final int UNSIGNED_INT = 2;
    private static final int LONG = 3;
    private static final int UNSIGNED_LONG = 4;

    NativeParameters {
        numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
    }

    /** Copies whole numbers; texts, fractions and booleans are not asked for anywhere. */
    static NativeParameters copy(Pointer parameters, int count) {
        Map<String, Long> numbers = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            long start = (long) i * SIZE;
            String name = parameters.getString(start, "UTF-8");
            switch (parameters.getInt(start + TYPE_OFFSET)) {
                case INT -> numbers.put(name, (long) parameters.getInt(start + VALUE_OFFSET));
                case UNSIGNED_INT -> numbers.put(name, Integer.toUnsignedLong(parameters.getInt(start + VALUE_OFFSET)));
                case LONG, UNSIGNED_LONG -> numbers.put(name, parameters.getLong(start + VALUE_OFFSET));
                default -> {}
            }
        }
        return new NativeParameters(numbers);
    }

    /** 0 when libvirt did not say. */
    long number(String name) {
        return numbers.getOrDefault(name, 0L);
    }

    boolean has(String name) {
        return numbers.containsKey(name);
    }
}
