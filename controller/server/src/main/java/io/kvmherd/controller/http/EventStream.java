package io.kvmherd.controller.http;

import io.kvmherd.common.api.EventResource;
import io.kvmherd.common.runtime.codec.JsonCodec;
import io.kvmherd.controller.app.port.Archive;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.loop.EventFeed;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-Sent Events.
 *
 * <p>The simple way, writing each event to each watcher as it comes, fails twice: the loop's threads would make the JSON,
 * and a watcher that comes back has to get the past and the present without a gap between them. So events wait in a short
 * queue, a few times a second one pass on a worker thread makes them into text once for all, and a watcher that asked for
 * the past reads it from the store first. Events are stored before they are published, and each watcher remembers the last
 * sequence that it got, so what comes by both ways is sent once. The price is a fraction of a second's delay.
 */
final class EventStream implements EventFeed {
    static final int WATCHERS = 64;
    private static final int PENDING = 10_000;
    private static final int PAGE = 500;

    /** For who has seen more than there is, in another database: to them all of this one is new. */
    private static final long NEVER = -1;

    private static final long PASS_MS = 150;
    private static final long HEARTBEAT_MS = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final Vertx vertx;
    private final Archive archive;
    private final Snapshots snapshots;
    private final Deque<EventRecord> pending = new ArrayDeque<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private boolean passing;
    private long timer;

    EventStream(Vertx vertx, Archive archive, Snapshots snapshots) {
        this.vertx = vertx;
        this.archive = archive;
        this.snapshots = snapshots;
    }

    void start() {
        timer = vertx.setPeriodic(PASS_MS, tick -> pass());
    }

    synchronized void stop() {
        vertx.cancelTimer(timer);
        watchers.forEach(Watcher::end);
        watchers.clear();
    }

    @Override
    public synchronized void publish(EventRecord event) {
        if (watchers.isEmpty()) {
            return;
        }
        if (pending.size() >= PENDING) {
            watchers.forEach(Watcher::end);
            watchers.clear();
            pending.clear();
            return;
        }
        pending.add(event);
    }

    /**
     * @param who cut off when the proof of who it is no longer holds
     * @param since sequence of the last event that the client saw; empty for only what is new
     * @return false when too many watch already
     */
    synchronized boolean watch(HttpServerResponse response, Principal who, OptionalLong since) {
        if (watchers.size() >= WATCHERS) {
            return false;
        }
        long newest = snapshots.newestEvent();
        long seen = since.orElse(newest);
        Watcher watcher = new Watcher(response, who, seen > newest ? NEVER : seen, seen == newest);
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .closeHandler(closed -> leave(watcher));
        response.exceptionHandler(failure -> leave(watcher));
        watchers.add(watcher);
        watcher.write(": welcome\n\n");
        return true;
    }

    private synchronized void leave(Watcher watcher) {
        watchers.remove(watcher);
    }

    private synchronized void pass() {
        if (passing || watchers.isEmpty()) {
            return;
        }
        passing = true;
        List<EventRecord> fresh = List.copyOf(pending);
        pending.clear();
        List<Watcher> present = List.copyOf(watchers);
        vertx.executeBlocking(
                        () -> {
                            serve(present, fresh);
                            return present;
                        },
                        false)
                .onComplete(done -> passed(done.succeeded()));
    }

    private synchronized void passed(boolean succeeded) {
        passing = false;
        if (!succeeded) {
            LOG.warn("the events could not be read; those who watch are cut off and come back");
            watchers.forEach(Watcher::end);
            watchers.clear();
        }
    }

    /** On a worker thread, one pass at a time. */
    private void serve(List<Watcher> present, List<EventRecord> fresh) {
        Snapshot snapshot = snapshots.take();
        List<Line> lines = render(snapshot, fresh);
        for (Watcher watcher : present) {
            if (!watcher.who.holdsIn(snapshot)) {
                watcher.end();
                continue;
            }
            if (watcher.isLive) {
                lines.forEach(watcher::send);
            } else {
                catchUp(watcher, snapshot);
            }
            watcher.beat(snapshot.now().monotonicMs());
        }
    }

    /**
     * The past, a page at each pass. Who comes with a sequence older than what is kept gets the present state of
     * everything instead: the past has a hole, and nothing tells what was in it.
     */
    private void catchUp(Watcher watcher, Snapshot snapshot) {
        List<EventRecord> page = archive.eventsAfter(watcher.lastSequence, PAGE);
        boolean hole = !page.isEmpty() && page.getFirst().sequence() > watcher.lastSequence + 1;
        if (hole) {
            everything(snapshot).forEach(line -> watcher.write(line.text()));
            watcher.lastSequence = snapshot.state().eventSequence();
            return;
        }
        render(snapshot, page).forEach(watcher::send);
        page.stream().mapToLong(EventRecord::sequence).max().ifPresent(last -> watcher.lastSequence = last);
        watcher.isLive = page.size() < PAGE;
    }

    private static List<Line> everything(Snapshot snapshot) {
        long sequence = snapshot.state().eventSequence();
        List<Line> lines = new ArrayList<>();
        snapshot.view()
                .hosts()
                .keySet()
                .forEach(host -> lines.add(Line.of(
                        EventResources.host(snapshot, sequence, snapshot.now().wall(), host))));
        snapshot.view()
                .guests()
                .keySet()
                .forEach(guest -> lines.add(Line.of(
                        EventResources.guest(snapshot, sequence, snapshot.now().wall(), guest))));
        snapshot.state()
                .operations()
                .keySet()
                .forEach(operation -> lines.add(Line.of(EventResources.operation(
                        snapshot, sequence, snapshot.now().wall(), operation))));
        return lines;
    }

    private static List<Line> render(Snapshot snapshot, List<EventRecord> events) {
        return events.stream()
                .flatMap(event -> EventResources.of(snapshot, event).stream())
                .map(Line::of)
                .toList();
    }

    /** One event as it goes over the wire. Progress has no sequence of its own and is never repeated. */
    private record Line(long sequence, boolean isProgress, String text) {
        static Line of(EventResource event) {
            boolean progress = event.type() == EventResource.Type.PROGRESS;
            String id = progress ? "" : "id: " + event.sequence() + "\n";
            String text = id + "event: " + event.type().name().toLowerCase(Locale.ROOT) + "\ndata: "
                    + JsonCodec.wire().writeText(event) + "\n\n";
            return new Line(event.sequence(), progress, text);
        }
    }

    /** One client; its fields belong to the pass that is under way. */
    private static final class Watcher {
        private static final int BACKLOG = 4 * 1_024 * 1_024;

        private final HttpServerResponse response;
        private final Principal who;
        private long lastSequence;
        private boolean isLive;
        private long lastWriteMs;
        private int backlog;

        Watcher(HttpServerResponse response, Principal who, long lastSequence, boolean isLive) {
            this.response = response;
            this.who = who;
            this.lastSequence = lastSequence;
            this.isLive = isLive;
        }

        void send(Line line) {
            if (line.isProgress()) {
                if (!response.writeQueueFull()) {
                    write(line.text());
                }
            } else if (line.sequence() > lastSequence) {
                lastSequence = line.sequence();
                write(line.text());
            }
        }

        void beat(long nowMs) {
            if (nowMs - lastWriteMs >= HEARTBEAT_MS) {
                lastWriteMs = nowMs;
                write(": heartbeat\n\n");
            }
        }

        /** Who does not read is cut off: what waits for one client must not grow without bound. */
        void write(String text) {
            if (response.closed() || response.ended()) {
                return;
            }
            backlog = response.writeQueueFull() ? backlog + text.length() : 0;
            if (backlog > BACKLOG) {
                end();
                return;
            }
            response.write(text).onFailure(failure -> LOG.debug("a watcher is gone", failure));
        }

        void end() {
            response.reset();
        }
    }
}
