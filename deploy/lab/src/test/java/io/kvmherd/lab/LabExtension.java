package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
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
 * <p>A test that fails leaves the programs' logs in {@code target/lab-logs}.
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
    public void afterTestExecution(ExtensionContext context) throws IOException {
        if (context.getExecutionException().isPresent()) {
            keepLogs(LOGS.resolve(context.getRequiredTestClass().getSimpleName())
                    .resolve(context.getRequiredTestMethod().getName()));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        SharedLab shared = shared(context);
        if (!shared.isGone()) {
            shared.clear();
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

    private static void keepLogs(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.walk(Lab.STATE, 4)) {
            List<Path> logs =
                    files.filter(file -> file.toString().endsWith(".log")).toList();
            for (Path log : logs) {
                String name = Lab.STATE.relativize(log).toString().replace('/', '-');
                Files.write(folder.resolve(name), Files.readAllBytes(log));
            }
        }
    }

    /** The lab of this run, or of one class. Closed by JUnit when all classes have run, if it is not gone before. */
    static final class SharedLab implements AutoCloseable {
        private final Lab lab;
        private final Cluster cluster;
        private final SortedSet<String> before = Traces.ofThisMachine();
        private boolean ready;
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
                shared.lab.up(withMachines);
                LabSettings.apply(shared.lab);
                shared.makeReady();
                shared.ready = true;
                return shared;
            } catch (Throwable e) {
                shared.keepLogsOfABadStart();
                shared.close();
                throw e;
            }
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

        /** Removes what a test left. */
        void clear() {
            new Readiness(cluster).clear();
            ready = true;
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

        private void keepLogsOfABadStart() {
            try {
                keepLogs(LOGS.resolve("start"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
