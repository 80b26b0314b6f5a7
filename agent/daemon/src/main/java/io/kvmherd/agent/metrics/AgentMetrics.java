package io.kvmherd.agent.metrics;

import io.kvmherd.common.protocol.HostReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/** The meters of one process, whether it runs one host's agent or plays many. For any thread. */
public final class AgentMetrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, HostReport> latest = new ConcurrentHashMap<>();
    private final Counter published;
    private final Counter dropped;

    public AgentMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        published = Counter.builder("kvmherd_agent_reports_published")
                .description("Host reports handed to a controller.")
                .register(registry);
        dropped = Counter.builder("kvmherd_agent_reports_dropped")
                .description("Host reports dropped because no controller took them in time.")
                .register(registry);
        sum(
                "kvmherd_agent_guests",
                "Guests on the hosts of this process.",
                report -> report.guests().size());
        sum(
                "kvmherd_agent_cpu_used_milli",
                "CPU in use, in thousandths of a thread.",
                report -> report.load().cpuUsedMilli());
        sum(
                "kvmherd_agent_memory_available_mib",
                "Memory available in the resource scope, in MiB.",
                report -> report.load().memoryAvailableMib());
    }

    /** Notes a report that was made, and whether it was handed over. */
    public void reported(HostReport report, boolean handedOver) {
        latest.put(report.host().value(), report);
        (handedOver ? published : dropped).increment();
    }

    /** All meters in Prometheus' text form. */
    public String scrape() {
        return registry.scrape();
    }

    private void sum(String name, String help, ToLongFunction<HostReport> value) {
        Gauge.builder(
                        name,
                        latest,
                        reports -> reports.values().stream().mapToLong(value).sum())
                .description(help)
                .register(registry);
    }
}
