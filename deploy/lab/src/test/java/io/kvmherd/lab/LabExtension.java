package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One lab for all test classes of a run but those with {@link MachineHosts}, which have one each. It is made before the first
 * test and goes at the end of the run, also when tests failed; a lab that was there before is somebody else's, and is refused
 * rather than taken.
 *
 * <p>A test that fails leaves a {@link Picture} of the lab in {@code target/lab-logs}. A lab that cannot be cleared after a test is
 * taken down and made anew before the next one, so that one thing that hangs fails one test; not more than twice in a run.
 */
final class LabExtension
        implements BeforeEachCallback,
                AfterTestExecutionCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver {
    private static final Path LOGS = Path.of("target", "lab-logs");

    @Override
    public void beforeEach(ExtensionContext context) {
        SharedLab shared = shared(context);
        if (shared.isGone()) {
            return;
        }
        shared.renewIfSpoilt(needsMachineHosts(context));
        if (!needsMachineHosts(context)) {
            shared.endMachines();
        } else if (!shared.cluster().lab().machinesAreUp()) {
            throw new IllegalStateException(
                    context.getRequiredTestClass().getSimpleName()
                            + " comes after a class that needs no machine host, and they are gone: annotate it with NeedsMachineHost");
        }
        shared.makeReady();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            new Picture(shared(context).cluster()).keepIn(folder(context));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        SharedLab shared = shared(context);
        if (!shared.isGone()) {
            shared.clear(folder(context).resolve("after"));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Optional.ofNullable(labs(context).get(context.getRequiredTestClass(), SharedLab.class))
                .ifPresent(own -> {
                    own.close();
                    assertThat(Traces.ofThisMachine()).as("left of the lab").isEqualTo(own.before());
                });
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Cluster.class || type == SharedLab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        SharedLab shared = shared(context);
        return parameter.getParameter().getType() == Cluster.class ? shared.cluster() : shared;
    }

    private static SharedLab shared(ExtensionContext context) {
        Optional<List<String>> machines = machines(context);
        return labs(context)
                .getOrComputeIfAbsent(
                        machines.isPresent() ? context.getRequiredTestClass() : SharedLab.class,
                        key -> SharedLab.begin(
                                machines.map(Lab::ofMachines).orElseGet(Lab::ofBothVendors),
                                needsMachineHosts(context)),
                        SharedLab.class);
    }

    /** The lab of all under the name of its class, the lab of one test class under that one's. */
    private static Store labs(ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(LabExtension.class));
    }

    private static Optional<List<String>> machines(ExtensionContext context) {
        return Optional.ofNullable(context.getRequiredTestClass().getAnnotation(MachineHosts.class))
                .map(hosts -> List.of(hosts.value()));
    }

    private static boolean needsMachineHosts(ExtensionContext context) {
        return machines(context).isPresent()
                || context.getRequiredTestClass().isAnnotationPresent(NeedsMachineHost.class);
    }

    private static Path folder(ExtensionContext context) {
        return LOGS.resolve(context.getRequiredTestClass().getSimpleName())
                .resolve(context.getRequiredTestMethod().getName());
    }

    /** The lab of this run, or of one class. Closed by JUnit when all classes have run, if it is not gone before. */
    static final class SharedLab implements AutoCloseable {
        private static final int RENEWALS = 2;

        private final Lab lab;
        private final Cluster cluster;
        private final SortedSet<String> before = Traces.ofThisMachine();
        private boolean ready;
        private boolean spoilt;
        private int renewals;
        private boolean gone;

        private SharedLab(Lab lab) {
            this.lab = lab;
            this.cluster = new Cluster(lab);
        }

        static SharedLab begin(Lab lab, boolean withMachines) {
            if (Lab.isUp()) {
                throw new IllegalStateException(
                        Lab.STATE + " exists: a lab is up already, and somebody may be using it;"
                                + " take it down first with deploy/lab/lab down");
            }
            SharedLab shared = new SharedLab(lab);
            try {
                shared.start(withMachines);
                return shared;
            } catch (Throwable e) {
                new Picture(shared.cluster).keepIn(LOGS.resolve("start"));
                shared.close();
                throw e;
            }
        }

        private void start(boolean withMachines) {
            lab.up(withMachines);
            LabSettings.apply(lab);
            new Readiness(cluster).startAll();
            ready = true;
        }

        Cluster cluster() {
            return cluster;
        }

        /** Starts whatever does not run, unless the clearing after the last test left everything running. */
        void makeReady() {
            if (!ready) {
                new Readiness(cluster).startAll();
            }
            ready = false;
        }

        /** Removes what a test left. What stands in the way of that is kept in the folder, and the lab is not used again. */
        void clear(Path picture) {
            if (spoilt) {
                return;
            }
            try {
                new Readiness(cluster).clear();
                ready = true;
            } catch (Throwable e) {
                spoilt = true;
                new Picture(cluster).keepIn(picture);
                throw e;
            }
        }

        /** @param withMachines whether it is to have machine hosts, if it still had them */
        void renewIfSpoilt(boolean withMachines) {
            if (!spoilt) {
                return;
            }
            if (renewals == RENEWALS) {
                throw new IllegalStateException("the lab could not be cleared after " + (RENEWALS + 1)
                        + " tests and was made anew after the others; the first of them is what to look at");
            }
            renewals++;
            boolean machines = withMachines && lab.machinesAreUp();
            lab.down();
            try {
                start(machines);
            } catch (Throwable e) {
                new Picture(cluster).keepIn(LOGS.resolve("start"));
                throw e;
            }
            spoilt = false;
        }

        /** What there was on the machine before the lab. */
        SortedSet<String> before() {
            return before;
        }

        /** Takes the machine hosts out of the cluster and switches them off, if that was not done before. */
        void endMachines() {
            if (lab.machinesAreUp()) {
                lab.machineHosts()
                        .forEach(host ->
                                cluster.kvmherd("host", "remove", host, "-y").data());
                lab.endMachines();
            }
        }

        boolean isGone() {
            return gone;
        }

        @Override
        public void close() {
            if (!gone) {
                lab.down();
                gone = true;
            }
        }
    }
}
