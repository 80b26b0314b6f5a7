package io.kvmherd.architecture;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * R1 and R2: what keeps a pure module pure.
 *
 * <p>The compiler already keeps other libraries out, since a pure module's pom names none. It cannot keep out the JDK's own
 * impure half (files, sockets, threads, clocks), nor collections whose order differs between two runs: these turn a plan that
 * should be the same on every machine into one that is not. Both lists err on the side of forbidding.
 *
 * <p>"Each other as drawn" needs no check: a module cannot compile against one that its pom does not name.
 */
final class PurityRules {

    private static final Set<String> VALUE_PACKAGES = Set.of(
            "java.lang",
            "java.lang.annotation",
            "java.lang.constant",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.math",
            "java.nio.charset",
            "java.text",
            "java.time",
            "java.time.chrono",
            "java.time.format",
            "java.time.temporal",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream");

    private static final List<String> VALUE_PACKAGE_TREES =
            List.of("io.kvmherd.", "org.jspecify.", "javax.xml.", "org.w3c.dom.", "org.xml.sax.");

    private static final Set<String> VALUE_TYPES = Set.of(
            "java.io.ByteArrayInputStream",
            "java.io.ByteArrayOutputStream",
            "java.io.IOException",
            "java.io.InputStream",
            "java.io.OutputStream",
            "java.io.Reader",
            "java.io.Serializable",
            "java.io.StringReader",
            "java.io.StringWriter",
            "java.io.UncheckedIOException",
            "java.io.Writer",
            "java.net.URI",
            "java.net.URISyntaxException",
            "java.nio.BufferUnderflowException",
            "java.nio.ByteBuffer",
            "java.security.MessageDigest",
            "java.security.NoSuchAlgorithmException",
            "java.util.concurrent.TimeUnit");

    private static final Set<String> IMPURE_TYPES = Set.of(
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.Runtime",
            "java.lang.System$Logger",
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Timer",
            "java.util.TimerTask",
            "javax.xml.transform.stream.StreamResult");

    private static final Set<String> UNORDERED_TYPES = Set.of(
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.Hashtable",
            "java.util.IdentityHashMap",
            "java.util.WeakHashMap");

    private static final Set<String> IMPURE_CALLS = Set.of(
            "java.lang.Math.random",
            "java.lang.Object.notify",
            "java.lang.Object.notifyAll",
            "java.lang.Object.wait",
            "java.lang.StrictMath.random",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.getLogger",
            "java.lang.System.getProperty",
            "java.lang.System.getenv",
            "java.lang.System.identityHashCode",
            "java.lang.System.nanoTime",
            "java.util.Map.copyOf",
            "java.util.Map.ofEntries",
            "java.util.Set.copyOf",
            "java.util.UUID.randomUUID",
            "java.util.stream.Collectors.groupingByConcurrent",
            "java.util.stream.Collectors.toConcurrentMap",
            "java.util.stream.Collectors.toSet",
            "java.util.stream.Collectors.toUnmodifiableMap",
            "java.util.stream.Collectors.toUnmodifiableSet");

    private static final Set<String> PARALLEL = Set.of("parallel", "parallelStream", "parallelPrefix", "parallelSort");

    private PurityRules() {}

    static List<String> foreignTypes(ModuleCode module) {
        var violations = new ArrayList<String>();
        if (module.pure()) {
            for (JavaClass subject : module.classes()) {
                for (Dependency dependency : subject.getDirectDependenciesFromSelf()) {
                    if (!isValueType(dependency.getTargetClass().getBaseComponentType())) {
                        violations.add(dependency.getDescription());
                    }
                }
            }
        }
        return violations;
    }

    static List<String> impureCalls(ModuleCode module) {
        var violations = new ArrayList<String>();
        if (module.pure()) {
            for (JavaClass subject : module.classes()) {
                for (Dependency dependency : subject.getDirectDependenciesFromSelf()) {
                    if (IMPURE_TYPES.contains(dependency.getTargetClass().getName())) {
                        violations.add(dependency.getDescription());
                    }
                }
                for (JavaAccess<?> access : subject.getAccessesFromSelf()) {
                    if (isImpure(access)) {
                        violations.add(access.getDescription());
                    }
                }
            }
        }
        return violations;
    }

    private static boolean isValueType(JavaClass target) {
        var name = target.getFullName();
        return target.isPrimitive()
                || VALUE_PACKAGES.contains(target.getPackageName())
                || VALUE_TYPES.contains(name)
                || VALUE_PACKAGE_TREES.stream().anyMatch(name::startsWith);
    }

    private static boolean isImpure(JavaAccess<?> access) {
        var owner = access.getTargetOwner().getFullName();
        return IMPURE_CALLS.contains(owner + "." + access.getName())
                || UNORDERED_TYPES.contains(owner)
                || (owner.startsWith("java.time.") && access.getName().equals("now"))
                || (owner.startsWith("java.util.") && PARALLEL.contains(access.getName()))
                || (access.getTarget() instanceof CodeUnitAccessTarget call && isImpureByItsArguments(owner, call));
    }

    /**
     * Calls that are impure in some of their forms only: without the seed or the ordered map that the longer form takes, or
     * with elements whose order then differs, which an empty map or set has not.
     */
    private static boolean isImpureByItsArguments(String owner, CodeUnitAccessTarget call) {
        int arguments = call.getRawParameterTypes().size();
        return switch (owner + "." + call.getName()) {
            case "java.util.Random.<init>", "java.util.SplittableRandom.<init>" -> arguments == 0;
            case "java.util.Map.of", "java.util.Set.of" -> arguments > 0;
            case "java.util.stream.Collectors.toMap" -> arguments < 4;
            case "java.util.stream.Collectors.groupingBy" -> arguments < 3;
            default -> false;
        };
    }
}
