package io.kvmherd.agent;

import io.kvmherd.common.failure.KvmherdException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's entry. Ends with 0 when told to stop, 1 when it cannot work, 2 when it was started wrongly. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int CANNOT_WORK = 1;
    private static final int WRONG_START = 2;
    private static final int STOP_SECONDS = 10;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler(
                new LastResort(() -> Runtime.getRuntime().halt(CANNOT_WORK)));
        CommandLine commandLine;
        try {
            commandLine = CommandLine.read(List.of(arguments));
        } catch (KvmherdException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_START);
            return;
        }
        switch (commandLine) {
            case CommandLine.Help help -> System.out.print(CommandLine.USAGE);
            case CommandLine.ForgetDatabase forget -> forgetDatabase(forget.config());
            case CommandLine.RealHost real -> run(real);
            case CommandLine.SimulatedHosts simulated -> run(simulated);
        }
    }

    private static void forgetDatabase(AgentConfig config) {
        try {
            ForgottenDatabase.in(config.dataDir());
        } catch (KvmherdException e) {
            LOG.error("the database is not forgotten: {}", e.getMessage());
            System.exit(CANNOT_WORK);
        }
    }

    private static void run(CommandLine commandLine) throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (Wiring wiring = Wiring.start(commandLine)) {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                stop.countDown();
                awaitQuietly(stopped);
            }));
            stop.await();
            LOG.info("stopping; guests go on");
        } catch (KvmherdException e) {
            LOG.error("the agent cannot work: {}", e.getMessage());
            System.exit(CANNOT_WORK);
        }
        stopped.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("stopping took longer than {} s and is given up", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
