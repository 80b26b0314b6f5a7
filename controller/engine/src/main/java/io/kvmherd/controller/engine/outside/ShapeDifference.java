package io.kvmherd.controller.engine.outside;

import io.kvmherd.common.model.GuestShape;
import java.util.ArrayList;
import java.util.List;

/** Two shapes of one guest, compared: names and values of what differs, in a fixed order. */
public final class ShapeDifference {
    private ShapeDifference() {}

    public static List<String> between(GuestShape before, GuestShape after) {
        List<String> found = new ArrayList<>();
        number(found, "vcpus", before.vcpus(), after.vcpus(), "");
        number(found, "vcpus at most", before.vcpusMax(), after.vcpusMax(), "");
        number(found, "memory", before.memoryMib(), after.memoryMib(), " MiB");
        if (before.memoryNowMib() != 0 && after.memoryNowMib() != 0) {
            number(found, "memory from the start", before.memoryNowMib(), after.memoryNowMib(), " MiB");
        }
        left(before.devices(), after.devices()).forEach(device -> found.add("- " + device));
        left(after.devices(), before.devices()).forEach(device -> found.add("+ " + device));
        return List.copyOf(found);
    }

    private static void number(List<String> found, String what, long before, long after, String unit) {
        if (before != after) {
            found.add(what + " " + before + " -> " + after + unit);
        }
    }

    private static List<String> left(List<String> all, List<String> taken) {
        List<String> rest = new ArrayList<>(all);
        taken.forEach(rest::remove);
        return rest;
    }
}
