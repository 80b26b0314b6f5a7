package io.kvmherd.cli.watch;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.client.ControllerClient;
import io.kvmherd.cli.client.ExitCode;
import io.kvmherd.cli.client.Pace;
import io.kvmherd.cli.socket.EventStream;
import io.kvmherd.common.api.EventResource;
import io.kvmherd.common.runtime.codec.JsonCodec;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Listens to events, across interruptions of the stream. Blocking; for one thread. */
public final class EventWatch {
    private static final int INTERRUPTIONS_IN_A_ROW = 20;
    private static final long PAUSE_MS = 1_000;

    private final ControllerClient controller;
    private final Pace pace;
    private final Consumer<EventResource> show;
    private OptionalLong last;
    private long left;
    private int interruptions;
    private boolean heard;

    /**
     * @param since sequence after which to begin; empty begins with what is new
     * @param show what to do with each event
     */
    public EventWatch(ControllerClient controller, Pace pace, OptionalLong since, Consumer<EventResource> show) {
        this.controller = controller;
        this.pace = pace;
        this.last = since;
        this.show = show;
    }

    /**
     * Shows events until there were as many as wanted. A stream that broke is taken up again; one that never came about is
     * reported at once.
     *
     * @param count how many, 0 for no end
     * @return how many were shown, or why no more can come
     */
    public Answer<Long> listen(long count) {
        left = count == 0 ? Long.MAX_VALUE : count;
        while (true) {
            Answer<Boolean> answer = controller.events(last, this::take);
            interruptions++;
            if (isOver(answer) || interruptions > INTERRUPTIONS_IN_A_ROW) {
                return answer.map(unused -> count);
            }
            pace.pause(PAUSE_MS);
        }
    }

    private boolean isOver(Answer<Boolean> answer) {
        return switch (answer) {
            case Answer.Given<Boolean> given -> {
                heard = true;
                yield given.value();
            }
            case Answer.Refused<Boolean> refused ->
                !heard || refused.complaint().exit() != ExitCode.UNREACHABLE;
        };
    }

    private boolean take(EventStream.ServerEvent event) {
        EventResource resource = JsonCodec.wire().readText(event.data(), EventResource.class);
        interruptions = 0;
        heard = true;
        last = OptionalLong.of(resource.sequence());
        show.accept(resource);
        left--;
        return left > 0;
    }
}
