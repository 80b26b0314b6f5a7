package io.kvmherd.cli.watch;

import io.kvmherd.common.model.OperationId;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What is said when somebody presses Ctrl-C while the command waits: the waiting ends, the operation does not. The signal
 * ends the process, so the notice is a hook of its end that is taken back when the waiting is over.
 */
public final class DetachNotice {
    private DetachNotice() {}

    /**
     * Does the waiting, with the notice in place.
     *
     * @param say called on the thread of the process's end
     */
    public static <T> T during(Supplier<T> waiting, OperationId operation, Consumer<String> say) {
        Thread hook = new Thread(() -> say.accept(text(operation)), "detach-notice");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return waiting.get();
        } finally {
            takeBack(hook);
        }
    }

    private static void takeBack(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException processIsEnding) {
            return;
        }
    }

    static String text(OperationId operation) {
        return "Detached. Operation " + operation + " goes on; it was not cancelled. " + howToWatch(operation);
    }

    static String howToWatch(OperationId operation) {
        return "Watch it with: kvmherd operation watch " + operation;
    }
}
