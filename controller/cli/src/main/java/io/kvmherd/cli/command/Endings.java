package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Complaint;
import io.kvmherd.cli.client.ExitCode;
import io.kvmherd.cli.output.OperationText;
import io.kvmherd.cli.output.Units;
import io.kvmherd.common.api.MessageResource;
import io.kvmherd.common.api.OperationResource;
import java.util.List;

/** What is said about an operation that has ended otherwise than was wanted. */
final class Endings {
    private static final int PARTS_NAMED = 5;

    private Endings() {}

    /**
     * @param parts the operations that it consisted of
     * @param wanted how it should have ended
     */
    static Complaint complaint(
            OperationResource operation, List<OperationResource> parts, OperationResource.State wanted) {
        if (wanted == OperationResource.State.CANCELLED && operation.state() == OperationResource.State.SUCCEEDED) {
            return new Complaint(
                    ExitCode.CONFLICT,
                    "Operation " + operation.id() + " was not cancelled.",
                    "It was past its point of no return and succeeded: " + OperationText.ending(operation),
                    "If that is not wanted, undo it by an operation of its own.");
        }
        String title = "Operation " + operation.id() + " (" + OperationText.what(operation) + ") ";
        MessageResource told = operation.message().orElse(new MessageResource("", "", ""));
        ExitCode exit = switch (operation.state()) {
            case PARTLY_DONE -> ExitCode.PARTLY_DONE;
            case SUCCEEDED -> ExitCode.DONE;
            default -> failed(operation.failure());
        };
        String what = told.what().isEmpty() ? title + "ended: " + Units.word(operation.state()) + "." : told.what();
        String why = told.why().isEmpty() ? unfinished(parts) : told.why();
        String next =
                told.next().isEmpty() ? "kvmherd operation show " + operation.id() + " tells all of it." : told.next();
        return new Complaint(exit, what, why, next, operation.reasons());
    }

    /** What the rules did not allow ends alike, whether it was refused at once or found out on the way. */
    private static ExitCode failed(String failure) {
        return switch (failure) {
            case "INFEASIBLE" -> ExitCode.INFEASIBLE;
            case "CONFLICT" -> ExitCode.CONFLICT;
            default -> ExitCode.FAILED;
        };
    }

    private static String unfinished(List<OperationResource> parts) {
        List<String> names = parts.stream()
                .filter(part -> part.state() != OperationResource.State.SUCCEEDED)
                .map(OperationText::what)
                .toList();
        if (names.isEmpty()) {
            return "";
        }
        String more = names.size() > PARTS_NAMED ? " and " + (names.size() - PARTS_NAMED) + " more" : "";
        return "Not done: " + String.join(", ", names.subList(0, Math.min(PARTS_NAMED, names.size()))) + more + ".";
    }
}
