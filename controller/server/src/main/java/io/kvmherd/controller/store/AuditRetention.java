package io.kvmherd.controller.store;

import java.time.Duration;

/**
 * How much of the audit is kept: what is older, or more, is forgotten, the oldest first.
 *
 * @param age of the oldest row
 * @param rows at most
 */
public record AuditRetention(Duration age, long rows) {
    /** More than a year, so that the same week of the year before can be looked at. */
    public static final AuditRetention DEFAULT = new AuditRetention(Duration.ofDays(400), 1_000_000);
}
