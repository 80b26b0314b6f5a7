package io.kvmherd.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/** R3, R4, R5 and R7: who may know whom. */
final class BoundaryRules {

    private static final String ROOT = "io.kvmherd.";

    private static final Set<String> ADAPTERS =
            Set.of("fencing", "hazelcast", "http", "libvirt", "link", "linux", "metrics", "store");

    private static final Set<String> ENTRY = Set.of("Main", "Wiring");

    /** A library, the package names that may use it, and the single classes that may. */
    private record Home(List<String> library, Set<String> packages, Set<String> classes) {}

    private static final List<Home> HOMES = List.of(
            new Home(List.of("com.hazelcast."), Set.of("hazelcast"), Set.of()),
            new Home(List.of("io.vertx."), Set.of("http", "link"), ENTRY),
            new Home(List.of("org.libvirt.", "com.sun.jna."), Set.of("libvirt"), Set.of("SdNotify")),
            new Home(
                    List.of(
                            "java.sql.",
                            "javax.sql.",
                            "org.jdbi.",
                            "com.zaxxer.",
                            "org.flywaydb.",
                            "org.sqlite.",
                            "org.postgresql."),
                    Set.of("store"),
                    Set.of()),
            new Home(List.of("io.micrometer.", "io.prometheus."), Set.of("metrics"), Set.of()));

    private BoundaryRules() {}

    static List<String> adaptersThatKnowTooMuch(ModuleCode module) {
        return dependenciesOf(module, (from, to) -> isOtherAdapter(from, to) || reachesBackToTheEntry(from, to));
    }

    static List<String> librariesOutsideTheirHome(ModuleCode module) {
        return dependenciesOf(module, (from, to) -> HOMES.stream().anyMatch(home -> isAway(from, to, home)));
    }

    static List<String> sidesThatSeeEachOther(ModuleCode module) {
        return dependenciesOf(module, BoundaryRules::crossesTheSides);
    }

    static List<String> packageCycles(ModuleCode module) {
        var uses = packageUses(module);
        var violations = new ArrayList<String>();
        for (var entry : uses.entrySet()) {
            for (String used : entry.getValue()) {
                if (reaches(used, entry.getKey(), uses)) {
                    violations.add(entry.getKey() + " uses " + used + ", which leads back to it");
                }
            }
        }
        return violations;
    }

    private static List<String> dependenciesOf(ModuleCode module, BiPredicate<JavaClass, JavaClass> forbidden) {
        var violations = new ArrayList<String>();
        for (JavaClass subject : module.classes()) {
            for (Dependency dependency : subject.getDirectDependenciesFromSelf()) {
                if (forbidden.test(subject, dependency.getTargetClass().getBaseComponentType())) {
                    violations.add(dependency.getDescription());
                }
            }
        }
        return violations;
    }

    private static boolean isOtherAdapter(JavaClass from, JavaClass to) {
        var mine = adapterOf(from);
        var other = adapterOf(to);
        return !mine.isEmpty() && !other.isEmpty() && !mine.equals(other);
    }

    /** The daemon's side and the adapter, such as {@code agent.libvirt}; empty for a class of no adapter. */
    private static String adapterOf(JavaClass type) {
        var parts = type.getPackageName().split("\\.", -1);
        boolean adapter = parts.length >= 4
                && type.getPackageName().startsWith(ROOT)
                && !parts[2].equals("common")
                && ADAPTERS.contains(parts[3]);
        return adapter ? parts[2] + "." + parts[3] : "";
    }

    private static boolean reachesBackToTheEntry(JavaClass from, JavaClass to) {
        return to.getFullName().startsWith(ROOT) && ENTRY.contains(topName(to)) && !ENTRY.contains(topName(from));
    }

    private static boolean isAway(JavaClass from, JavaClass to, Home home) {
        return home.library().stream().anyMatch(to.getFullName()::startsWith)
                && !home.classes().contains(topName(from))
                && Arrays.stream(from.getPackageName().split("\\.", -1)).noneMatch(home.packages()::contains);
    }

    private static boolean crossesTheSides(JavaClass from, JavaClass to) {
        var target = to.getFullName();
        var origin = from.getFullName();
        if (origin.startsWith(ROOT + "controller.simulator.")) {
            return false;
        }
        if (origin.startsWith(ROOT + "agent.")) {
            return target.startsWith(ROOT + "controller.") || target.startsWith(ROOT + "cli.");
        }
        if (origin.startsWith(ROOT + "controller.")) {
            return target.startsWith(ROOT + "agent.") || target.startsWith(ROOT + "cli.");
        }
        if (origin.startsWith(ROOT + "cli.")) {
            return target.startsWith("com.hazelcast.")
                    || target.startsWith("io.vertx.")
                    || target.startsWith(ROOT + "agent.")
                    || (target.startsWith(ROOT + "controller.")
                            && !target.startsWith(ROOT + "controller.engine.")
                            && !target.startsWith(ROOT + "controller.simulator."));
        }
        return false;
    }

    /** The simple name of the outermost class around a type. */
    private static String topName(JavaClass type) {
        var name = type.getFullName().substring(type.getPackageName().length());
        var simple = name.startsWith(".") ? name.substring(1) : name;
        int dollar = simple.indexOf('$');
        return dollar < 0 ? simple : simple.substring(0, dollar);
    }

    private static Map<String, SortedSet<String>> packageUses(ModuleCode module) {
        var uses = new TreeMap<String, SortedSet<String>>();
        for (JavaClass subject : module.classes()) {
            var from = subject.getPackageName();
            for (Dependency dependency : subject.getDirectDependenciesFromSelf()) {
                var to = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (to.startsWith(ROOT) && !to.equals(from)) {
                    uses.computeIfAbsent(from, unused -> new TreeSet<>()).add(to);
                }
            }
        }
        return uses;
    }

    private static boolean reaches(String start, String goal, Map<String, SortedSet<String>> uses) {
        var seen = new TreeSet<String>();
        Deque<String> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            var next = open.pop();
            if (next.equals(goal)) {
                return true;
            }
            if (seen.add(next)) {
                open.addAll(uses.getOrDefault(next, new TreeSet<>()));
            }
        }
        return false;
    }
}
