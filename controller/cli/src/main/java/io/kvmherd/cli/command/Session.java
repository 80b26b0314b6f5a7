package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.client.Change;
import io.kvmherd.cli.client.Complaint;
import io.kvmherd.cli.client.ControllerClient;
import io.kvmherd.cli.client.ExitCode;
import io.kvmherd.cli.client.Pace;
import io.kvmherd.cli.context.ContextFile;
import io.kvmherd.cli.context.Contexts;
import io.kvmherd.cli.output.Console;
import io.kvmherd.cli.output.OperationText;
import io.kvmherd.cli.output.PlanText;
import io.kvmherd.cli.socket.Endpoint;
import io.kvmherd.cli.watch.DetachNotice;
import io.kvmherd.cli.watch.OperationWatch;
import io.kvmherd.cli.watch.ProgressView;
import io.kvmherd.common.api.OperationResource;
import io.kvmherd.common.api.PlanResource;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.runtime.codec.JsonCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** One run of the command: where it asks, where it writes, and what is done with an answer. */
final class Session {
    private final Console console;
    private final Pace pace;
    private Optional<Path> socket = Optional.empty();
    private String context = "";
    private OutputForm form = OutputForm.TABLE;

    Session(Console console, Pace pace) {
        this.console = console;
        this.pace = pace;
    }

    void setSocket(Path named) {
        socket = Optional.of(named);
    }

    void setContext(String named) {
        context = named;
    }

    /** Where the user's contexts are. */
    ContextFile contextFile() {
        return ContextFile.of(System.getenv());
    }

    void setForm(OutputForm form) {
        this.form = form;
    }

    ControllerClient controller() {
        return new ControllerClient(server(), pace);
    }

    /** A socket that was named, else the context that was named, else the one in use. */
    private Endpoint server() {
        if (socket.isPresent()) {
            return new Endpoint.UnixSocket(socket.get());
        }
        Contexts contexts = contextFile().read();
        String name = context.isEmpty() ? contexts.current() : context;
        return name.equals(Contexts.LOCAL)
                ? new Endpoint.UnixSocket(Path.of(Kvmherd.DEFAULT_SOCKET))
                : contexts.named(name).endpoint();
    }

    Console console() {
        return console;
    }

    Pace pace() {
        return pace;
    }

    boolean isJson() {
        return form == OutputForm.JSON;
    }

    /** Writes what was asked for. */
    <T> int show(Answer<T> answer, Function<T, List<String>> text) {
        return show(answer, text, Session::json);
    }

    /** As above, with a JSON form of its own for what is too long for the codec's limit on one value. */
    <T> int show(Answer<T> answer, Function<T, List<String>> text, Function<T, List<String>> json) {
        return switch (answer) {
            case Answer.Given<T> given -> {
                console.data(isJson() ? json.apply(given.value()) : text.apply(given.value()));
                yield ExitCode.DONE.number();
            }
            case Answer.Refused<T> refused -> complain(refused.complaint());
        };
    }

    int complain(Complaint complaint) {
        console.complain(complaint);
        return complaint.exit().number();
    }

    /** Does what cannot be undone if that was confirmed beforehand or is now. */
    int onlyIfConfirmed(boolean confirmed, String question, Supplier<Integer> deed) {
        if (confirmed) {
            return deed.get();
        }
        if (!console.canAsk()) {
            return complain(new Complaint(
                    ExitCode.USAGE,
                    "Nothing was done, because it was not confirmed.",
                    "The question is \"" + question + "\", and nobody can be asked: standard input is no terminal.",
                    "Repeat the command with -y if the answer is yes."));
        }
        if (console.ask(question)) {
            return deed.get();
        }
        console.note("Nothing was done.");
        return ExitCode.FAILED.number();
    }

    /** Shows what was planned, or follows what was begun. */
    int follow(Answer<Change> answer, WaitOptions wait) {
        return follow(answer, wait, OperationResource.State.SUCCEEDED);
    }

    /** @param wanted the end that counts as done: SUCCEEDED, or CANCELLED for a request to cancel */
    int follow(Answer<Change> answer, WaitOptions wait, OperationResource.State wanted) {
        return switch (answer) {
            case Answer.Refused<Change> refused -> complain(refused.complaint());
            case Answer.Given<Change> given ->
                switch (given.value()) {
                    case Change.Planned planned -> showPlan(planned.plan());
                    case Change.Begun begun ->
                        wait.wanted() ? watch(begun.operation().id(), wait, wanted) : leave(begun.operation());
                };
        };
    }

    int showPlan(PlanResource plan) {
        if (isJson()) {
            console.data(json(plan));
        } else {
            console.data(PlanText.lines(plan));
            console.note(PlanText.howToApply(plan));
        }
        if (plan.blocked().isEmpty()) {
            return ExitCode.DONE.number();
        }
        return (plan.steps().isEmpty() ? ExitCode.INFEASIBLE : ExitCode.PARTLY_DONE).number();
    }

    /** Waits for the operation's end. */
    int watch(OperationId operation, WaitOptions wait) {
        return watch(operation, wait, OperationResource.State.SUCCEEDED);
    }

    private int watch(OperationId operation, WaitOptions wait, OperationResource.State wanted) {
        OperationWatch watch = new OperationWatch(controller(), pace, new ProgressView(console));
        Answer<OperationResource> answer =
                DetachNotice.during(() -> watch.untilEnded(operation, wait.timeoutMs()), operation, console::note);
        return switch (answer) {
            case Answer.Refused<OperationResource> refused -> complain(refused.complaint());
            case Answer.Given<OperationResource> given -> {
                OperationResource ended = given.value();
                if (isJson()) {
                    console.data(json(ended));
                }
                yield ended.state() == wanted
                        ? praise(ended)
                        : complain(Endings.complaint(ended, watch.parts(ended), wanted));
            }
        };
    }

    private int leave(OperationResource operation) {
        console.data(
                isJson()
                        ? json(operation)
                        : List.of(
                                "Operation " + operation.id() + " has begun: " + OperationText.what(operation) + "."));
        console.note("Watch it with: kvmherd operation watch " + operation.id());
        return ExitCode.DONE.number();
    }

    private int praise(OperationResource operation) {
        if (!isJson()) {
            console.data(List.of(OperationText.ending(operation)));
        }
        return ExitCode.DONE.number();
    }

    private static List<String> json(Object value) {
        return List.of(JsonCodec.wire().writeText(value));
    }
}
