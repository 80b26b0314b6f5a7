package io.kvmherd.controller.simulator;

import io.kvmherd.agent.core.simulated.SimulatedTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Commands while they are carried out: those that wait, such as migrations, wait in virtual time. */
final class Labour implements SimulatedTime {
    /** Ends work whose agent's process has ended while it waited. */
    private static final class AgentGone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AgentGone() {
            super("the agent that waited for this is gone");
        }
    }

    private record Work(AgentLife life, Runnable strand, Runnable whenAbandoned) {}

    private final EventQueue time;
    private final Strands strands;
    private final List<Work> waiting = new ArrayList<>();
    private Optional<Work> running = Optional.empty();

    Labour(EventQueue time, Strands strands) {
        this.time = time;
        this.strands = strands;
    }

    /** @param whenAbandoned called when the life ended while the work waited; then nothing of the work comes after that */
    void begin(AgentLife life, Runnable work, Runnable whenAbandoned) {
        goOn(new Work(life, strands.of().apply(work), whenAbandoned));
    }

    @Override
    public long nowMs() {
        return time.nowMs();
    }

    @Override
    public void sleepMs(long ms) {
        Work me = running.orElseThrow(() -> new IllegalStateException("only the work of agents may wait"));
        waiting.add(me);
        time.after(ms, () -> {
            if (waiting.remove(me)) {
                goOn(me);
            }
        });
        strands.pause().run();
        if (me.life().isOver()) {
            throw new AgentGone();
        }
    }

    /** Ends all that waits. */
    void close() {
        while (!waiting.isEmpty()) {
            Work work = waiting.removeFirst();
            work.life().end();
            goOn(work);
        }
    }

    private void goOn(Work work) {
        Optional<Work> before = running;
        running = Optional.of(work);
        try {
            work.strand().run();
        } catch (AgentGone gone) {
            work.whenAbandoned().run();
        } finally {
            running = before;
        }
    }
}
