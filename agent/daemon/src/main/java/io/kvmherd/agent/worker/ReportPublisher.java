package io.kvmherd.agent.worker;

import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.protocol.HostReport;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports every two seconds, on a thread of its own. While the hypervisor cannot be asked there are no reports: their
 * absence is what tells the controller, and a report without guests would tell it something false.
 */
final class ReportPublisher {
    static final Duration PERIOD = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(ReportPublisher.class);

    private final Inventories inventories;
    private final Consumer<HostReport> sink;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Optional<String> problem = Optional.of("no report has been made yet");

    private ReportPublisher(Inventories inventories, Consumer<HostReport> sink) {
        this.inventories = inventories;
        this.sink = sink;
    }

    /** @param sink takes each report and returns at once */
    static ReportPublisher start(Inventories inventories, Consumer<HostReport> sink, ThreadFactory threads) {
        ReportPublisher publisher = new ReportPublisher(inventories, sink);
        threads.newThread(publisher::loop).start();
        return publisher;
    }

    /** Why the last report could not be made; empty when it was. */
    Optional<String> problem() {
        return problem;
    }

    void stop() {
        stopped.countDown();
    }

    private void loop() {
        try {
            do {
                publish();
            } while (!stopped.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish() {
        try {
            sink.accept(inventories.report());
            if (problem.isPresent()) {
                LOG.info("reports are made");
            }
            problem = Optional.empty();
        } catch (KvmherdException e) {
            if (problem.isEmpty()) {
                LOG.warn("no report can be made: {}", e.getMessage());
            }
            problem = Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
