package io.kvmherd.controller.engine.view;

import io.kvmherd.common.model.Ratios;

/**
 * What an operator set for the whole cluster.
 *
 * @param ratios overcommit where a host has none of its own
 * @param hostReserveMib memory of each host that guests never get
 * @param migrationsOutPerHost live migrations that may leave one host at a time
 * @param migrationsInPerHost live migrations that may arrive at one host at a time
 * @param reportAgeMaxMs beyond this age of its last report a host takes no guests
 * @param migrationMibPerSecond what a migration is assumed to send each second, for estimates
 */
public record ClusterSettings(
        Ratios ratios,
        long hostReserveMib,
        int migrationsOutPerHost,
        int migrationsInPerHost,
        long reportAgeMaxMs,
        long migrationMibPerSecond) {
    public static final ClusterSettings DEFAULT = new ClusterSettings(Ratios.DEFAULT, 2_048, 2, 2, 15_000, 100);
}
