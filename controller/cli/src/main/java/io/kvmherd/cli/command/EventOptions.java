package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.client.ExitCode;
import io.kvmherd.cli.output.EventText;
import io.kvmherd.cli.watch.EventWatch;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** Which events to show, and showing them. */
final class EventOptions {
    private static final long NEW_ONES = -1;

    @Option(
            names = "--since",
            paramLabel = "SEQUENCE",
            defaultValue = "-1",
            description = "Begin after this one; left out, with what is new.")
    private long since = NEW_ONES;

    @Option(names = "--count", paramLabel = "N", defaultValue = "0", description = "End after this many events.")
    private long count;

    /** Shows events until there were enough or somebody presses Ctrl-C. */
    int listen(Session session) {
        EventWatch watch = new EventWatch(
                session.controller(),
                session.pace(),
                since < 0 ? OptionalLong.empty() : OptionalLong.of(since),
                event -> session.writeNext(event, EventText::line));
        return switch (watch.listen(count)) {
            case Answer.Given<Long> given -> ExitCode.DONE.number();
            case Answer.Refused<Long> refused -> session.complain(refused.complaint());
        };
    }
}
