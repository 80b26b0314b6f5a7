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
import io.kvmherd.cli.output.ProgramText;
import io.kvmherd.cli.socket.Endpoint;
import io.kvmherd.cli.watch.DetachNotice;
import io.kvmherd.cli.watch.OperationWatch;
import io.kvmherd.cli.watch.ProgressView;
import io.kvmherd.common.api.OperationResource;
import io.kvmherd.common.api.PlanResource;
import io.kvmherd.common.model.OperationId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;

/** One run of the command: where it asks, where it writes, and what is done with an answer. */
final class Session {
    private static final String DOCUMENT = "---";

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

    OutputForm form() {
        return form;
    }

    /** Writes what was asked for, to people as this text. */
    <T> int show(Answer<T> answer, Function<T, List<String>> text) {
        return write(answer, value -> lines(value, text));
    }

    /** The API's own fields for programs, this text for people. */
    <T> List<String> lines(T value, Function<T, List<String>> text) {
        return form.isForPrograms() ? fields(value) : text.apply(value);
    }

    /** Writes what was asked for, in whatever form these lines have. */
    <T> int write(Answer<T> answer, Function<T, List<String>> lines) {
        return switch (answer) {
            case Answer.Given<T> given -> {
                console.data(lines.apply(given.value()));
                yield ExitCode.DONE.number();
            }
            case Answer.Refused<T> refused -> complain(refused.complaint());
        };
    }

    /** Writes one of many that come one after the other. */
    <T> void writeNext(T value, Function<T, String> text) {
        switch (form) {
            case TABLE, WIDE, NAME -> console.data(List.of(text.apply(value)));
            case JSON, JSONL -> console.data(fields(value));
            case YAML -> {
                console.data(List.of(DOCUMENT));
                console.data(fields(value));
            }
        }
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
        if (form.isForPrograms()) {
            console.data(fields(plan));
        } else {
            console.data(PlanText.lines(plan));
            console.note(PlanText.howToApply(plan));
        }
        if (plan.blocked().isEmpty()) {
            return ExitCode.DONE.number();
        }
        return (plan.doesSomething() ? ExitCode.PARTLY_DONE : ExitCode.INFEASIBLE).number();
    }

    /** Waits for the operation's end. */
    int watch(OperationId operation, WaitOptions wait) {
        return watch(operation, wait, OperationResource.State.SUCCEEDED);
    }

    private int watch(OperationId operation, WaitOptions wait, OperationResource.State wanted) {
        return afterEnd(operation, wait, (watch, ended) -> {
            if (form.isForPrograms()) {
                console.data(fields(ended));
            }
            return ended.state() == wanted
                    ? praise(ended)
                    : complain(Endings.complaint(ended, watch.parts(ended), wanted));
        });
    }

    /** Waits for an operation's end, of which nothing is written unless it failed, and shows what it was for. */
    int showAfter(OperationId operation, WaitOptions wait, Supplier<Integer> shown) {
        return afterEnd(
                operation,
                wait,
                (watch, ended) -> ended.state() == OperationResource.State.SUCCEEDED
                        ? shown.get()
                        : complain(Endings.complaint(ended, watch.parts(ended), OperationResource.State.SUCCEEDED)));
    }

    private int afterEnd(
            OperationId operation, WaitOptions wait, ToIntBiFunction<OperationWatch, OperationResource> told) {
        OperationWatch watch = new OperationWatch(controller(), pace, new ProgressView(console));
        Answer<OperationResource> answer =
                DetachNotice.during(() -> watch.untilEnded(operation, wait.timeoutMs()), operation, console::note);
        return switch (answer) {
            case Answer.Refused<OperationResource> refused -> complain(refused.complaint());
            case Answer.Given<OperationResource> given -> told.applyAsInt(watch, given.value());
        };
    }

    private int leave(OperationResource operation) {
        console.data(
                form.isForPrograms()
                        ? fields(operation)
                        : List.of(
                                "Operation " + operation.id() + " has begun: " + OperationText.what(operation) + "."));
        console.note("Watch it with: kvmherd operation watch " + operation.id());
        return ExitCode.DONE.number();
    }

    private int praise(OperationResource operation) {
        if (!form.isForPrograms()) {
            console.data(List.of(OperationText.ending(operation)));
        }
        return ExitCode.DONE.number();
    }

    /** For programs. */
    private List<String> fields(Object value) {
        return form == OutputForm.YAML ? ProgramText.yaml(value) : List.of(ProgramText.json(value));
    }
}
