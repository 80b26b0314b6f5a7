package io.kvmherd.controller.loop;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.request.Input;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What waits for the loop, in order. Safe from any thread; putting something in never waits.
 *
 * <p>Three kinds of input have three bounds. Requests are refused when too many wait, and the caller is told. Messages of
 * agents are refused when too many wait, and their link is closed, for a link that lost a message tells lies; openings and
 * closings of links are never refused, since there are no more of them than connections. Reports do not queue: each host
 * has one slot, and a newer report takes the place of an older one, so that thousands of them never stand in front of the
 * answer that an operation waits for.
 */
public final class Inbox {
    /** Requests that may wait. */
    public static final int REQUESTS = 1_000;

    /** Messages of agents that may wait. */
    public static final int MESSAGES = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<Input> queue = new ArrayDeque<>();
    private final Map<HostId, HostReport> reports = new LinkedHashMap<>();
    private int requests;
    private int messages;
    private boolean closed;

    /** @return false when too many wait or the loop has ended */
    public boolean request(Input.RequestArrived request) {
        return put(() -> {
            if (requests >= REQUESTS) {
                return false;
            }
            requests++;
            return queue.add(request);
        });
    }

    /** @return false when too many wait: the link must be closed */
    public boolean message(HostId host, long link, LinkMessage.FromAgent message) {
        return put(() -> {
            if (messages >= MESSAGES) {
                return false;
            }
            messages++;
            return queue.add(new Input.MessageArrived(host, link, message));
        });
    }

    public void linkOpened(HostId host, long link) {
        put(() -> queue.add(new Input.LinkOpened(host, link)));
    }

    public void linkClosed(HostId host, long link) {
        put(() -> queue.add(new Input.LinkClosed(host, link)));
    }

    /** @return false when there are slots for no more hosts */
    public boolean report(HostReport report) {
        return put(() -> {
            if (reports.size() >= Limits.HOSTS && !reports.containsKey(report.host())) {
                return false;
            }
            reports.put(report.host(), report);
            return true;
        });
    }

    /** How many inputs wait, reports included. */
    public int depth() {
        lock.lock();
        try {
            return queue.size() + reports.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what waits, the queue's oldest first and then all reports. Waits when there is nothing.
     *
     * @param most of the queue
     * @return empty after {@code waitMs}, or when the inbox was closed
     */
    public List<Input> take(int most, long waitMs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long leftNanos = TimeUnit.MILLISECONDS.toNanos(waitMs);
            while (queue.isEmpty() && reports.isEmpty() && !closed && leftNanos > 0) {
                leftNanos = filled.awaitNanos(leftNanos);
            }
            List<Input> taken = new ArrayList<>();
            while (taken.size() < most && !queue.isEmpty()) {
                Input next = queue.remove();
                taken.add(next);
                uncount(next);
            }
            reports.values().forEach(report -> taken.add(new Input.ReportArrived(report)));
            reports.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** From now on everything is refused, and whoever waits to take something goes on. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** @param placing puts it in, or gives false when there is no room */
    private boolean put(BooleanSupplier placing) {
        lock.lock();
        try {
            if (closed || !placing.getAsBoolean()) {
                return false;
            }
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void uncount(Input taken) {
        switch (taken) {
            case Input.RequestArrived request -> requests--;
            case Input.MessageArrived message -> messages--;
            case Input.LinkOpened opened -> {}
            case Input.LinkClosed ended -> {}
            case Input.ReportArrived report -> {}
            case Input.Tick tick -> {}
        }
    }
}
