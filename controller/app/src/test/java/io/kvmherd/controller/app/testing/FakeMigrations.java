package io.kvmherd.controller.app.testing;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Live migrations between the fake hosts' hypervisors; they go on whether their agents live or not. */
final class FakeMigrations {
    static final long LASTS_MS = 5_000;

    private static final class Running {
        private final FakeHost from;
        private final FakeHost to;
        private final GuestId guest;
        private final List<Consumer<Boolean>> waiting = new ArrayList<>();

        private Running(FakeHost from, FakeHost to, GuestId guest) {
            this.from = from;
            this.to = to;
            this.guest = guest;
        }
    }

    private final Timeline time;
    private final SortedMap<GuestId, Running> running = new TreeMap<>();
    private final SortedMap<GuestId, MigrationEnd> ends = new TreeMap<>();
    private final List<String> history = new ArrayList<>();

    FakeMigrations(Timeline time) {
        this.time = time;
    }

    void willEnd(GuestId guest, MigrationEnd end) {
        ends.put(guest, end);
    }

    List<String> history() {
        return List.copyOf(history);
    }

    /** @param whenDone told whether it succeeded, as libvirt would tell the caller */
    void start(FakeHost from, FakeHost to, GuestId guest, Consumer<Boolean> whenDone) {
        @Nullable FakeGuest sent = from.guests.get(guest);
        @Nullable FakeGuest other = to.guests.get(guest);
        if (sent == null) {
            whenDone.accept(false);
            return;
        }
        boolean possible = sent.state() == GuestState.RUNNING
                && sent.job() == GuestJob.NONE
                && to.arrivals.contains(guest)
                && (other == null || !other.state().isActive());
        if (!possible) {
            whenDone.accept(false);
            return;
        }
        Running migration = new Running(from, to, guest);
        migration.waiting.add(whenDone);
        running.put(guest, migration);
        history.add(guest + " " + from.id + " " + to.id);
        from.guests.put(guest, sent.with(GuestState.RUNNING, GuestJob.MIGRATION_OUT));
        to.guests.put(guest, sent.with(GuestState.PAUSED_FOR_MIGRATION, GuestJob.MIGRATION_IN));
        MigrationEnd end = ends.getOrDefault(guest, MigrationEnd.SUCCEEDS);
        if (end != MigrationEnd.HANGS) {
            time.after(LASTS_MS, () -> end(migration, end));
        }
    }

    boolean isLeaving(GuestId guest) {
        return running.containsKey(guest);
    }

    /** @param whenDone told when the guest is not leaving any more, as libvirt would tell the one who looks */
    void follow(GuestId guest, Consumer<Boolean> whenDone) {
        @Nullable Running migration = running.get(guest);
        if (migration == null) {
            whenDone.accept(true);
        } else {
            migration.waiting.add(ended -> whenDone.accept(true));
        }
    }

    void abort(GuestId guest) {
        @Nullable Running migration = running.get(guest);
        if (migration != null) {
            end(migration, MigrationEnd.FAILS);
        }
    }

    /** The host is gone with all that ran on it. */
    void hostDied(HostId host) {
        for (Running migration : List.copyOf(running.values())) {
            if (migration.from.id.equals(host)) {
                migration.waiting.clear();
                end(migration, MigrationEnd.SOURCE_DIES);
            } else if (migration.to.id.equals(host)) {
                end(migration, MigrationEnd.FAILS);
            }
        }
    }

    private void end(Running migration, MigrationEnd end) {
        if (!running.remove(migration.guest, migration)) {
            return;
        }
        ends.remove(migration.guest);
        FakeGuest there = migration.from.guests.get(migration.guest);
        if (there == null) {
            migration.to.guests.remove(migration.guest);
            migration.waiting.forEach(waiting -> waiting.accept(false));
            return;
        }
        switch (end) {
            case SUCCEEDS -> {
                migration.from.guests.remove(migration.guest);
                migration.to.guests.put(migration.guest, there.with(GuestState.RUNNING));
            }
            case FAILS, HANGS -> leave(migration, there.with(GuestState.RUNNING));
            case CONFIRM_LOST -> {
                migration.from.guests.put(migration.guest, there.with(GuestState.PAUSED_FOR_MIGRATION));
                migration.to.guests.put(migration.guest, there.with(GuestState.RUNNING));
            }
            case NOT_RESUMED -> leave(migration, there.with(GuestState.PAUSED_FOR_MIGRATION));
            case SOURCE_DIES -> leave(migration, there.with(GuestState.CRASHED));
            case RUNS_TWICE -> {
                migration.from.guests.put(migration.guest, there.with(GuestState.RUNNING));
                migration.to.guests.put(migration.guest, there.with(GuestState.RUNNING));
            }
        }
        migration.waiting.forEach(waiting -> waiting.accept(end == MigrationEnd.SUCCEEDS));
    }

    private static void leave(Running migration, FakeGuest left) {
        migration.from.guests.put(migration.guest, left);
        migration.to.guests.remove(migration.guest);
    }
}
