package io.kvmherd.controller.engine.operation;

import io.kvmherd.controller.engine.host.HostTables;
import io.kvmherd.controller.engine.testing.Golden;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page that shows the state machines is drawn from the tables, so it cannot say anything else. */
final class StateMachinesPageTest {
    private static final Path PAGE = Path.of("../../deploy/docs/state-machines.md");

    @Test
    void drawsWhatTheTablesSay() {
        Golden.check(PAGE, page());
    }

    private static String page() {
        StringBuilder text = new StringBuilder("""
                # State machines

                Drawn from the tables in `controller/engine` by a test, which fails when this page differs. To draw it anew:
                `mvn -pl controller/engine test -Dtest=StateMachinesPageTest -Dkvmherd.golden.write=true`.

                ## Operations

                A phase is one command to one host. REFUSED: nothing was done. FAILED: it was tried. UNCERTAIN: the agent was
                interrupted and cannot tell. LIFE_CHANGED: the host began another life before the command arrived. OVERDUE:
                the deadline passed. An event that a phase does not show cannot happen there. Where a phase repeats itself
                after a pause, further repeats in a row pause longer, until its host greets anew.

                """);
        for (OperationKind kind : OperationKind.values()) {
            text.append("### ").append(kind).append("\n\n");
            text.append(
                    kind.isParent()
                            ? "Waits for its child operations and ends with the last of them.\n"
                            : OperationTable.asDiagram(kind));
            text.append('\n');
        }
        return text.append("## Duty of a host: what the operator wants\n\n")
                .append(HostTables.duty())
                .append("\n## Reachability of a host: what the controller sees\n\n")
                .append(HostTables.reachability())
                .toString();
    }
}
