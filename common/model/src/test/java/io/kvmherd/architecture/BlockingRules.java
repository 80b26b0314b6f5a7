package io.kvmherd.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;

/**
 * R9: no waiting on a thread that others wait for.
 *
 * <p>The check knows the packages whose code runs on Vert.x event loops and the class ControlLoop, and the JDK's and Vert.x's
 * ways to wait. It is a net, not a proof: what a called adapter does is that adapter's contract. The ControlLoop may wait for
 * its own inbox, which is why a queue's take and poll are not in the list.
 */
final class BlockingRules {

    private static final Set<String> EVENT_LOOP_PACKAGES = Set.of("http", "link");

    private static final Set<String> WAITS = Set.of(
            "io.vertx.core.Future.await",
            "java.lang.Object.wait",
            "java.lang.Process.waitFor",
            "java.lang.Thread.join",
            "java.lang.Thread.sleep");

    /** Methods of java.util.concurrent that wait, whichever of its classes they are called on. */
    private static final Set<String> CONCURRENT_WAITS = Set.of(
            "acquire",
            "await",
            "awaitQuiescence",
            "awaitTermination",
            "invokeAll",
            "invokeAny",
            "join",
            "park",
            "parkNanos",
            "sleep");

    private BlockingRules() {}

    static List<String> blockingCalls(ModuleCode module) {
        var violations = new ArrayList<String>();
        for (JavaClass subject : module.classes()) {
            if (mayNotBlock(subject)) {
                for (JavaAccess<?> access : subject.getAccessesFromSelf()) {
                    if (waits(access)) {
                        violations.add(access.getDescription());
                    }
                }
            }
        }
        return violations;
    }

    private static boolean waits(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        var name = access.getName();
        return WAITS.contains(owner.getFullName() + "." + name)
                || (owner.getPackageName().startsWith("java.util.concurrent") && CONCURRENT_WAITS.contains(name))
                || (owner.isAssignableTo(Future.class) && name.equals("get"));
    }

    private static boolean mayNotBlock(JavaClass subject) {
        var ofADaemon = subject.getPackageName().startsWith("io.kvmherd.agent.")
                || subject.getPackageName().startsWith("io.kvmherd.controller.");
        var onAnEventLoop =
                Arrays.stream(subject.getPackageName().split("\\.", -1)).anyMatch(EVENT_LOOP_PACKAGES::contains);
        return (ofADaemon && onAnEventLoop) || subject.getSimpleName().equals("ControlLoop");
    }
}
