package io.kvmherd.cli.watch;

import io.kvmherd.cli.output.Console;
import io.kvmherd.cli.output.OperationText;
import io.kvmherd.cli.output.ProgressText;
import io.kvmherd.cli.output.Units;
import io.kvmherd.common.api.OperationResource;
import io.kvmherd.common.model.OperationId;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Shows how an operation goes on: on a terminal one line that changes, elsewhere one line for each change of state or
 * phase and for each tenth of a migration, so that a log stays readable.
 */
public final class ProgressView {
    private final Console console;
    private final SortedMap<OperationId, String> said = new TreeMap<>();
    private boolean awaySaid;

    public ProgressView(Console console) {
        this.console = console;
    }

    /** @param parts the operations that it consists of, none for a simple one */
    public void show(OperationResource operation, List<OperationResource> parts) {
        awaySaid = false;
        if (console.canRedraw()) {
            if (!operation.state().isTerminal()) {
                console.redraw(parts.isEmpty() ? live(operation) : summary(operation, parts));
            }
            return;
        }
        parts.forEach(this::sayIfChanged);
        sayIfChanged(operation);
    }

    void controllerIsAway() {
        if (!awaySaid) {
            console.note("The controller does not answer at the moment; the operation is durable, waiting goes on.");
            awaySaid = true;
        }
    }

    private void sayIfChanged(OperationResource operation) {
        String key = operation.state() + operation.phase() + tenth(operation);
        if (!Objects.equals(said.put(operation.id(), key), key)) {
            console.note(OperationText.what(operation) + ": " + Units.word(operation.state()) + details(operation));
        }
    }

    private static String details(OperationResource operation) {
        if (operation.state().isTerminal()) {
            return operation.message().map(message -> ". " + message.what()).orElse("");
        }
        return ", " + OperationText.phase(operation)
                + operation
                        .progress()
                        .map(progress -> ", " + ProgressText.words(progress))
                        .orElse("");
    }

    private static int tenth(OperationResource operation) {
        return operation
                .progress()
                .map(progress -> progress.percent().orElse(0) / 10)
                .orElse(0);
    }

    private static String live(OperationResource operation) {
        return OperationText.what(operation) + "  "
                + operation.progress().map(ProgressText::bar).orElse(OperationText.phase(operation));
    }

    private static String summary(OperationResource operation, List<OperationResource> parts) {
        long ended = parts.stream().filter(part -> part.state().isTerminal()).count();
        long failed = parts.stream()
                .filter(part -> part.state().isTerminal() && part.state() != OperationResource.State.SUCCEEDED)
                .count();
        String moving = parts.stream()
                .filter(part -> part.state() == OperationResource.State.RUNNING)
                .findFirst()
                .map(part -> "  now " + part.guestName()
                        + part.progress()
                                .map(progress -> " " + ProgressText.words(progress))
                                .orElse(""))
                .orElse("");
        String failures = failed == 0 ? "" : ", " + failed + " not done";
        return OperationText.what(operation) + "  " + ended + " of " + parts.size() + " ended" + failures + moving;
    }
}
