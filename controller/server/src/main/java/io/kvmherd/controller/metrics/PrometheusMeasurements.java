package io.kvmherd.controller.metrics;

import io.kvmherd.common.model.ObstacleKind;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.model.Reason;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.decision.HostVerdict;
import io.kvmherd.controller.loop.Inbox;
import io.kvmherd.controller.loop.Measurements;
import io.kvmherd.controller.loop.MomentSource;
import io.kvmherd.controller.loop.PublishedState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The controller's meters. Safe from any thread. */
public final class PrometheusMeasurements implements Measurements {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger openLinks = new AtomicInteger();
    private final Timer turns = Timer.builder("kvmherd.turn")
            .description("Duration of a turn of the control loop")
            .register(registry);
    private final DistributionSummary inputs = DistributionSummary.builder("kvmherd.turn.inputs")
            .description("Inputs that one turn took")
            .register(registry);
    private final Timer commits = Timer.builder("kvmherd.commit")
            .description("Duration of a commit, its sync to disk included")
            .register(registry);
    private final DistributionSummary commitTurns = DistributionSummary.builder("kvmherd.commit.turns")
            .description("Turns that shared one commit")
            .register(registry);
    private final Counter disputes = Counter.builder("kvmherd.plan.disputes")
            .description("Decisions that the plan checker spoke against; any is a defect")
            .register(registry);
    private final Counter reportsAccepted = reports("accepted");
    private final Counter reportsDropped = reports("dropped");
    private final Counter reportsDamaged = reports("damaged");

    public PrometheusMeasurements(Inbox inbox) {
        Gauge.builder("kvmherd.inbox.depth", inbox, Inbox::depth)
                .description("Inputs that wait for the control loop")
                .register(registry);
        Gauge.builder("kvmherd.links.open", openLinks, AtomicInteger::get)
                .description("Command links that are open")
                .register(registry);
    }

    /** Begins to show what the published state tells. */
    public void watch(PublishedState published, MomentSource moments) {
        ImmobileGuests immobile = new ImmobileGuests(published, moments);
        for (ObstacleKind kind : ObstacleKind.values()) {
            Gauge.builder("kvmherd.guests.immobile", immobile, counting -> counting.stoppedBy(kind))
                    .description("Guests that run and that no other host could take, by what stops most hosts")
                    .tag("obstacle", kind.name())
                    .register(registry);
        }
        for (Reachability seen : Reachability.values()) {
            Gauge.builder("kvmherd.hosts", published, holder -> hostsSeen(holder.latest(), seen))
                    .description("Hosts by reachability")
                    .tag("reachability", seen.name())
                    .register(registry);
        }
        Gauge.builder("kvmherd.operations.open", published, holder -> openOperations(holder.latest()))
                .description("Operations that have not ended")
                .register(registry);
        Gauge.builder(
                        "kvmherd.guests",
                        published,
                        holder -> holder.latest().guests().size())
                .description("Managed guests")
                .register(registry);
        Gauge.builder(
                        "kvmherd.epoch",
                        published,
                        holder -> holder.latest().identity().epoch().number())
                .description("Number of this controller's term")
                .register(registry);
    }

    /** In Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void turn(int taken, long nanos) {
        turns.record(nanos, TimeUnit.NANOSECONDS);
        inputs.record(taken);
    }

    @Override
    public void committed(int turnsTogether, long nanos) {
        commits.record(nanos, TimeUnit.NANOSECONDS);
        commitTurns.record(turnsTogether);
    }

    @Override
    public void commandSent(String command) {
        Counter.builder("kvmherd.commands.sent")
                .description("Commands sent to agents, by kind")
                .tag("command", command)
                .register(registry)
                .increment();
    }

    @Override
    public void stored(StoreWrite write) {
        if (write instanceof StoreWrite.PutOperation put && !put.operation().isOpen()) {
            OperationRecord ended = put.operation();
            Counter.builder("kvmherd.operations.ended")
                    .description("Operations that ended, by kind and final state")
                    .tag("kind", ended.kind().name())
                    .tag("state", ended.state().name())
                    .register(registry)
                    .increment();
            ended.reasons().forEach(this::reasonGiven);
        } else if (write instanceof StoreWrite.AppendEvent told
                && told.event().what() == EventRecord.What.PLAN_DISPUTED) {
            disputes.increment();
        }
    }

    @Override
    public void answered(Response response) {
        if (response instanceof Response.Refused refused) {
            Counter.builder("kvmherd.requests.refused")
                    .description("Requests that were refused, by error code")
                    .tag("code", refused.code().name())
                    .register(registry)
                    .increment();
            refused.verdicts().stream()
                    .map(HostVerdict::reasons)
                    .forEach(reasons -> reasons.forEach(this::reasonGiven));
        }
    }

    @Override
    public void reportAccepted() {
        reportsAccepted.increment();
    }

    @Override
    public void reportDropped() {
        reportsDropped.increment();
    }

    @Override
    public void reportDamaged() {
        reportsDamaged.increment();
    }

    @Override
    public void linkOpened() {
        openLinks.incrementAndGet();
    }

    @Override
    public void linkClosed() {
        openLinks.decrementAndGet();
    }

    private void reasonGiven(Reason reason) {
        Counter.builder("kvmherd.reasons")
                .description("Reasons that rules gave against a host, by code: what stops placement most")
                .tag("code", reason.code().name())
                .register(registry)
                .increment();
    }

    private Counter reports(String outcome) {
        return Counter.builder("kvmherd.reports")
                .description("Host reports that arrived, by what became of them")
                .tag("outcome", outcome)
                .register(registry);
    }

    private static long hostsSeen(ControllerState state, Reachability seen) {
        return state.hosts().values().stream()
                .filter(host -> host.presence().reachability() == seen)
                .count();
    }

    private static long openOperations(ControllerState state) {
        return state.operations().values().stream()
                .filter(entry -> entry.record().isOpen())
                .count();
    }
}
