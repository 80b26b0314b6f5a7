package io.kvmherd.controller.loop;

import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.controller.app.port.Effect;

/** Performs what a durable turn wants done, in order. Nothing it calls may block. */
public final class EffectRunner {
    private final CommandLinks links;
    private final RequestDesk desk;
    private final EventFeed feed;
    private final Measurements measurements;

    public EffectRunner(CommandLinks links, RequestDesk desk, EventFeed feed, Measurements measurements) {
        this.links = links;
        this.desk = desk;
        this.feed = feed;
        this.measurements = measurements;
    }

    void perform(Effect effect) {
        switch (effect) {
            case Effect.Send send -> {
                links.send(send.host(), send.link(), send.message());
                if (send.message() instanceof CommandEnvelope envelope) {
                    measurements.commandSent(envelope.command().getClass().getSimpleName());
                }
            }
            case Effect.Answer answer -> {
                measurements.answered(answer.response());
                desk.answer(answer.request(), answer.response());
            }
            case Effect.Publish publish -> feed.publish(publish.event());
            case Effect.CloseLink close -> links.close(close.host(), close.link(), close.why());
        }
    }
}
