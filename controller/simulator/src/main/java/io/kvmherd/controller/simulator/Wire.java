package io.kvmherd.controller.simulator;

import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.protocol.LinkMessage.FromAgent;
import io.kvmherd.controller.app.request.Input;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All links between agents and controllers, and what is under way on them. */
final class Wire implements AgentProcess.Links {
    private static final long LATENCY_MAX_MS = 20;
    private static final long NOTICE_MAX_MS = 15_000;
    private static final int OLD_MESSAGES = 64;

    /** The link of whoever plays old messages again: answers to it go nowhere. */
    private static final long NOBODYS = 0;

    /** One end of a host's network. */
    static final class Plug {
        private final Node node;
        private final AgentProcess agent;
        private final Deque<CommandEnvelope> heard = new ArrayDeque<>();
        private boolean pulled;
        private long slownessMs;

        Plug(Node node, AgentProcess agent) {
            this.node = node;
            this.agent = agent;
        }

        AgentProcess agent() {
            return agent;
        }

        Node node() {
            return node;
        }
    }

    private static final class Link {
        private final long id;
        private final Plug plug;
        private final ControllerProcess controller;
        private boolean broken;
        private long lastToAgentMs;
        private long lastToControllerMs;

        Link(long id, Plug plug, ControllerProcess controller) {
            this.id = id;
            this.plug = plug;
            this.controller = controller;
        }
    }

    private final Surroundings world;
    private final Map<Long, Link> links = new TreeMap<>();
    private long lastLink;

    Wire(Surroundings world) {
        this.world = world;
    }

    /** An agent dials, if it has no link to that controller and the cable is in. */
    void dial(Plug plug, ControllerProcess controller) {
        boolean linked = links.values().stream()
                .anyMatch(link -> link.plug == plug && link.controller == controller && !link.broken);
        if (linked || plug.pulled || !plug.agent.runs() || !controller.runs()) {
            return;
        }
        lastLink++;
        Link link = new Link(lastLink, plug, controller);
        links.put(link.id, link);
        controller.feed(new Input.LinkOpened(plug.node.id(), link.id));
        plug.agent.linkOpened(link.id);
    }

    void toAgent(long id, LinkMessage message) {
        Link link = links.get(id);
        if (link == null || link.broken) {
            return;
        }
        link.lastToAgentMs = due(link, link.lastToAgentMs);
        world.time().after(link.lastToAgentMs - world.time().nowMs(), () -> {
            if (!link.broken) {
                remember(link.plug, message);
                link.plug.agent.hears(link.id, message);
            }
        });
    }

    @Override
    public void send(long id, FromAgent message) {
        Link link = links.get(id);
        if (link == null || link.broken) {
            return;
        }
        link.lastToControllerMs = due(link, link.lastToControllerMs);
        world.time().after(link.lastToControllerMs - world.time().nowMs(), () -> {
            if (!link.broken) {
                link.controller.feed(new Input.MessageArrived(link.plug.node.id(), link.id, message));
            }
        });
    }

    @Override
    public void hangUp(long id) {
        Link link = links.get(id);
        if (link != null) {
            breakOff(link);
        }
    }

    /** All links of the host break, and it gets no new ones until the cable is in again. */
    void pull(Plug plug) {
        plug.pulled = true;
        breakAll(plug);
    }

    void plugIn(Plug plug) {
        plug.pulled = false;
    }

    /** Its process has ended. */
    void breakAll(Plug plug) {
        List.copyOf(links.values()).stream().filter(link -> link.plug == plug).forEach(this::breakOff);
    }

    void breakAll(ControllerProcess controller) {
        List.copyOf(links.values()).stream()
                .filter(link -> link.controller == controller)
                .forEach(this::breakOff);
    }

    void slowDown(Plug plug, long ms) {
        plug.slownessMs = ms;
    }

    /** The agent hears a command that it heard before, from somebody who recorded it. */
    void hearAgain(Plug plug) {
        Iterator<CommandEnvelope> old = plug.heard.iterator();
        if (!old.hasNext() || !plug.agent.runs()) {
            return;
        }
        CommandEnvelope message = old.next();
        for (int skip = world.random().nextInt(plug.heard.size()); skip > 0; skip--) {
            message = old.next();
        }
        world.trace()
                .tell(plug.node.id() + ": hears an old "
                        + message.command().getClass().getSimpleName() + " again");
        plug.agent.hears(NOBODYS, message);
    }

    private void remember(Plug plug, LinkMessage message) {
        if (message instanceof CommandEnvelope envelope) {
            if (plug.heard.size() == OLD_MESSAGES) {
                plug.heard.removeFirst();
            }
            plug.heard.addLast(envelope);
        }
    }

    private long due(Link link, long last) {
        long latency =
                world.randomMs(LATENCY_MAX_MS) + (link.plug.slownessMs == 0 ? 0 : world.randomMs(link.plug.slownessMs));
        return Math.max(last, world.time().nowMs() + latency);
    }

    private void breakOff(Link link) {
        if (link.broken) {
            return;
        }
        link.broken = true;
        links.remove(link.id);
        world.time()
                .after(
                        world.randomMs(NOTICE_MAX_MS),
                        () -> link.controller.feed(new Input.LinkClosed(link.plug.node.id(), link.id)));
        world.time().after(world.randomMs(NOTICE_MAX_MS), () -> link.plug.agent.linkEnded(link.id));
    }
}
