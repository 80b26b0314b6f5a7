package io.kvmherd.controller.http;

import io.kvmherd.common.api.HostResource;
import io.kvmherd.common.api.PoolResource;
import io.kvmherd.common.api.Versions;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.Pressure;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.controller.engine.placement.Capacity;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.SharedStorage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Hosts as the API shows them. */
final class HostResources {
    private HostResources() {}

    static List<HostResource> all(Snapshot snapshot) {
        return Capacity.ofAll(snapshot.view()).stream()
                .map(capacity -> of(snapshot, snapshot.host(capacity.host()), capacity))
                .toList();
    }

    static HostResource of(Snapshot snapshot, HostView host) {
        return of(snapshot, host, Capacity.of(snapshot.view(), host));
    }

    private static HostResource of(Snapshot snapshot, HostView host, Capacity capacity) {
        Optional<HostFacts> facts = host.facts();
        Optional<HostLoad> load = host.load();
        return new HostResource(
                host.id(),
                host.duty(),
                host.reachability(),
                host.inventoried(),
                text(facts, known -> known.cpu().vendor().id()),
                text(facts, known -> known.cpu().model()),
                facts.map(known -> known.cpu().virtualises()).orElse(false),
                facts.map(HostFacts::threads).orElse(0),
                facts.map(HostFacts::cores).orElse(0),
                facts.map(HostFacts::memoryMib).orElse(0L),
                capacity.usableMib(),
                capacity.committed().have(),
                capacity.committed().limit(),
                capacity.guaranteed().have(),
                load.map(HostLoad::memoryAvailableMib).orElse(0L),
                capacity.vcpus().have(),
                capacity.vcpus().limit(),
                capacity.ratios().memoryPercent(),
                capacity.ratios().cpuPercent(),
                load.map(HostLoad::cpuUsedMilli).orElse(0L),
                load.map(HostLoad::pressure).orElse(Pressure.UNKNOWN),
                snapshot.view().guestsOf(host.id()).size(),
                host.unmanaged().size(),
                facts.map(HostFacts::labels).orElse(List.of()),
                pools(facts, host.id(), snapshot.view().storage()),
                facts.map(HostFacts::networks).orElse(List.of()),
                new HostResource.HostVersions(
                        text(facts, known -> Versions.asText(known.qemuVersion())),
                        text(facts, known -> Versions.asText(known.libvirtVersion()))),
                text(facts, HostFacts::migrationAddress),
                host.reportAgeMs() == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(host.reportAgeMs()),
                host.observes() ? ManagementMode.OBSERVE : ManagementMode.MANAGE,
                host.observedBy(),
                facts.flatMap(HostFacts::tls),
                migrations(snapshot, host),
                facts.map(HostFacts::links).orElse(List.of()));
    }

    private static HostResource.HostMigrations migrations(Snapshot snapshot, HostView host) {
        return new HostResource.HostMigrations(
                snapshot.view().migrationsOut(host.id()),
                snapshot.view().migrationsIn(host.id()),
                host.migrations().out().isPresent(),
                host.migrations().in().isPresent());
    }

    private static String text(Optional<HostFacts> facts, Function<HostFacts, String> text) {
        return facts.map(text).orElse("");
    }

    private static List<PoolResource> pools(Optional<HostFacts> facts, HostId host, SharedStorage storage) {
        return facts.map(HostFacts::pools).orElse(List.of()).stream()
                .map(pool -> pool(pool, host, storage))
                .toList();
    }

    private static PoolResource pool(StoragePool pool, HostId host, SharedStorage storage) {
        List<HostId> provedWith = storage.proved().getOrDefault(pool.name(), List.of()).stream()
                .filter(pair -> pair.first().equals(host) || pair.second().equals(host))
                .map(pair -> pair.first().equals(host) ? pair.second() : pair.first())
                .sorted()
                .toList();
        return new PoolResource(
                pool.name(),
                pool.type(),
                pool.capacityMib(),
                pool.availableMib(),
                storage.isDeclared(pool.name()),
                provedWith);
    }
}
