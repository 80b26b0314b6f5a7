package io.kvmherd.controller;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.runtime.config.ConfigFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program {@code kvmherd-controller}. Ends with 0 when it was asked to end, with 1 when it cannot go on and a new start
 * may help, and with 2 when only an operator can help.
 */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final Path USUAL_CONFIG = Path.of("/etc/kvmherd/controller.yaml");
    private static final int START_AGAIN = 1;
    private static final int OPERATOR_NEEDED = 2;
    private static final String USAGE = """
            Usage: kvmherd-controller [--config FILE]
            The controller of a kvmherd cluster.
              --config FILE   configuration (default /etc/kvmherd/controller.yaml)
              --version       say the version
              --help          say this
            """;

    private Main() {}

    public static void main(String[] arguments) {
        int status = run(arguments, System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int run(String[] arguments, PrintStream out, PrintStream err) {
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "--help" -> out.print(USAGE);
            case "--version" -> out.println("kvmherd-controller " + version());
            case "" -> {
                return serve(USUAL_CONFIG, err);
            }
            case "--config" -> {
                if (arguments.length == 2) {
                    return serve(Path.of(arguments[1]), err);
                }
                err.print(USAGE);
                return OPERATOR_NEEDED;
            }
            default -> {
                err.print(USAGE);
                return OPERATOR_NEEDED;
            }
        }
        return 0;
    }

    private static int serve(Path configFile, PrintStream err) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        try {
            ControllerConfig config = ConfigFile.read(configFile, ControllerConfig.class);
            Wiring wiring = Wiring.start(config, version(), end::complete);
            Thread hook = new Thread(wiring::close, "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            Throwable failure = end.get();
            LOG.error("the controller cannot go on and ends, so that it is started again from what is stored", failure);
            return START_AGAIN;
        } catch (KvmherdException e) {
            err.println(e.getMessage());
            return statusOf(e.code());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return START_AGAIN;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an end is never told as an exception", e);
        }
    }

    /** A wrong configuration is wrong again at the next start; what is held or cannot be reached may be free by then. */
    private static int statusOf(ErrorCode code) {
        return switch (code) {
            case INVALID_INPUT, DENIED, UNSUPPORTED, NOT_FOUND, TOO_LARGE -> OPERATOR_NEEDED;
            default -> START_AGAIN;
        };
    }

    private static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
