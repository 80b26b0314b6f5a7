package io.kvmherd.cli.watch;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.client.Complaint;
import io.kvmherd.cli.client.ControllerClient;
import io.kvmherd.cli.client.ExitCode;
import io.kvmherd.cli.client.Pace;
import io.kvmherd.cli.output.OperationText;
import io.kvmherd.cli.output.Units;
import io.kvmherd.common.api.OperationList;
import io.kvmherd.common.api.OperationResource;
import io.kvmherd.common.model.OperationId;
import java.util.List;

/** Waits for an operation's end and shows how it goes on. Blocking. */
public final class OperationWatch {
    /** Between two questions, of which each waits for the end itself. */
    private static final long PAUSE_MS = 100;

    /** While nobody answers. */
    private static final long PAUSE_AWAY_MS = 250;

    private static final long ABSENCE_MAX_MS = 60_000;

    private final ControllerClient controller;
    private final Pace pace;
    private final ProgressView view;

    public OperationWatch(ControllerClient controller, Pace pace, ProgressView view) {
        this.controller = controller;
        this.pace = pace;
        this.view = view;
    }

    /**
     * The operation as it ended. A controller that stops answering is waited for, a minute at most.
     *
     * @param timeoutMs after which only the waiting ends
     */
    public Answer<OperationResource> untilEnded(OperationId operation, long timeoutMs) {
        long begin = pace.elapsedMs();
        long lastAnswer = begin;
        for (int look = 0; ; look++) {
            Answer<OperationResource> answer =
                    look == 0 ? controller.operation(operation) : controller.operationOnceEnded(operation);
            long now = pace.elapsedMs();
            switch (answer) {
                case Answer.Given<OperationResource> given -> {
                    lastAnswer = now;
                    OperationResource seen = given.value();
                    view.show(seen, parts(seen));
                    if (seen.state().isTerminal()) {
                        return given;
                    }
                    if (now - begin >= timeoutMs) {
                        return new Answer.Refused<>(timedOut(seen, timeoutMs));
                    }
                }
                case Answer.Refused<OperationResource> refused -> {
                    boolean mayComeBack = refused.complaint().exit() == ExitCode.UNREACHABLE;
                    if (!mayComeBack || now - lastAnswer >= ABSENCE_MAX_MS || now - begin >= timeoutMs) {
                        return refused;
                    }
                    view.controllerIsAway();
                }
            }
            pace.pause(answer instanceof Answer.Refused<OperationResource> ? PAUSE_AWAY_MS : PAUSE_MS);
        }
    }

    /** The operations that it consists of; none while they cannot be told. */
    public List<OperationResource> parts(OperationResource operation) {
        if (operation.children().isEmpty()) {
            return List.of();
        }
        return switch (controller.parts(operation.id())) {
            case Answer.Given<OperationList> given -> given.value().items();
            case Answer.Refused<OperationList> refused -> List.of();
        };
    }

    private static Complaint timedOut(OperationResource operation, long timeoutMs) {
        String state = Units.word(operation.state());
        return new Complaint(
                ExitCode.TIMED_OUT,
                "Operation " + operation.id() + " (" + OperationText.what(operation) + ") has not ended within "
                        + Units.seconds(timeoutMs / 1_000) + ".",
                "It is " + state + ", in phase " + OperationText.phase(operation)
                        + "; it goes on, only the waiting ended.",
                DetachNotice.howToWatch(operation.id()));
    }
}
