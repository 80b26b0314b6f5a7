package io.kvmherd.controller.app.step;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A sorted map that a turn may change: reads go to the original until the first change copies it, so a turn that changes
 * nothing of a kind costs nothing.
 */
final class Draft<K extends Comparable<K>, V> {
    private SortedMap<K, V> map;
    private boolean own;

    Draft(SortedMap<K, V> original) {
        map = original;
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(map.get(key));
    }

    void put(K key, V value) {
        copyOnce();
        map.put(key, value);
    }

    void remove(K key) {
        if (map.containsKey(key)) {
            copyOnce();
            map.remove(key);
        }
    }

    SortedMap<K, V> view() {
        return Collections.unmodifiableSortedMap(map);
    }

    boolean isChanged() {
        return own;
    }

    private void copyOnce() {
        if (!own) {
            map = new TreeMap<>(map);
            own = true;
        }
    }
}
