package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.lab.Cluster.Guest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Guests that dirty memory faster than the link may carry it: each policy takes the means that it allows, in its order, and
 * no other. What such a guest writes over and over needs two seconds of the link, and no policy allows a pause so long.
 *
 * <p>The guests of one test move at the same time, around the ring of hosts: most of a migration over a narrow link is
 * waiting.
 */
@ExtendWith(LabExtension.class)
final class OutrunIT {
    private static final String BANDWIDTH = "8";
    private static final String POST_COPY_BYTES_PER_SECOND = String.valueOf(4 << 20);

    // The built-in policies but for their patience: 40 s on each rung would be minutes.
    private static final String GENTLE = "downtime=200,stall=1";
    private static final String NORMAL = "downtime=800,auto-converge,stall=1";
    private static final String MUST_FINISH = "downtime=800,auto-converge,post-copy,stall=1";

    /** QEMU holds the pause to what its rate lets it expect; devices and a busy machine come on top. */
    private static final long PAUSE_MAX_MS = 2_000;

    private final Cluster cluster;

    OutrunIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void takesTheMeansThatThePolicyAllowsAndThenGivesUpOrSwitchesOver() {
        Guest undisturbed = busyGuest("h1", 16);
        Guest slowed = busyGuest("h2", 16);
        Guest carried = busyGuest("h3", 16);
        cluster.awaitTicking(List.of(undisturbed, slowed, carried));

        MigrationDiary gentle = begin(undisturbed, "h2", GENTLE);
        MigrationDiary normal = begin(slowed, "h3", NORMAL);
        MigrationDiary mustFinish = begin(carried, "h1", MUST_FINISH);
        assertThat(QemuMigration.of(cluster, undisturbed).capabilities())
                .doesNotContain("auto-converge", "postcopy-ram");
        assertThat(QemuMigration.of(cluster, slowed).capabilities())
                .contains("auto-converge")
                .doesNotContain("postcopy-ram");
        assertThat(QemuMigration.of(cluster, carried).capabilities()).contains("auto-converge", "postcopy-ram");

        assertThat(gentle.pausesMs()).containsExactly(100L, 200L);
        assertThat(gentle.slowedPercent()).isZero();
        assertGivenUp(gentle, 200);
        cluster.assertRunsOnceOn(undisturbed, "h1");
        assertThat(normal.pausesMs()).containsExactly(100L, 200L, 400L, 800L);
        assertThat(normal.slowedPercent()).isBetween(20L, 99L);
        assertGivenUp(normal, 800);
        cluster.assertRunsOnceOn(slowed, "h2");
        assertThat(mustFinish.pausesMs()).containsExactly(100L, 200L, 400L, 800L);
        assertThat(mustFinish.slowedPercent()).isBetween(20L, 99L);
        assertThat(mustFinish.sawPostCopy()).isTrue();
        assertMoved(mustFinish);
        cluster.assertRunsOnceOn(carried, "h1");
    }

    /** With all their patience. What the brake leaves of the guest's writing fits into the shortest pause. */
    @Test
    void slowsTheGuestDownUntilItFitsAndSwitchesOverAtOnceOnlyWhereThePolicyAllowsIt() {
        Guest slowed = busyGuest("h1", 8);
        Guest hurried = busyGuest("h2", 16);
        cluster.awaitTicking(List.of(slowed, hurried));
        MigrationDiary normal = begin(slowed, "h2", "normal");
        MigrationDiary mustFinish = begin(hurried, "h3", "must-finish");

        Told refused = cluster.kvmherd("operation", "postcopy", normal.operation(), "--no-wait");
        Told accepted = cluster.kvmherd("operation", "postcopy", mustFinish.operation(), "--no-wait");

        assertThat(refused.exit()).as(refused.said()).isEqualTo(4);
        assertThat(refused.said()).contains("policy normal").contains("--policy must-finish");
        assertThat(accepted.exit()).as(accepted.said()).isZero();
        assertThat(mustFinish.pausesMs()).containsExactly(100L);
        assertThat(mustFinish.sawPostCopy()).isTrue();
        assertMoved(mustFinish);
        cluster.assertRunsOnceOn(hurried, "h3");
        assertThat(normal.pausesMs()).containsExactly(100L);
        assertThat(normal.slowedPercent()).isGreaterThanOrEqualTo(50);
        assertThat(normal.sawPostCopy()).isFalse();
        assertMoved(normal);
        assertThat(normal.measuredPauseMs()).as(normal.toString()).isBetween(1L, PAUSE_MAX_MS);
        cluster.assertRunsOnceOn(slowed, "h2");
    }

    /** Three times as much lies on its memory disk, which takes half of its memory at most. */
    private Guest busyGuest(String host, int dirtyMib) {
        return cluster.bootOn(
                host, GuestOrder.guest("outruns").memory(128 + 2 * dirtyMib).dirtying(dirtyMib));
    }

    /** Post-copy is not bound by what a migration may send, and would be over before anybody saw it. */
    private MigrationDiary begin(Guest guest, String to, String policy) {
        String migration =
                cluster.begin("migrate", guest.name(), "--to", to, "--policy", policy, "--bandwidth", BANDWIDTH);
        MigrationDiary diary = MigrationDiary.of(cluster, migration);
        cluster.awaitSending(migration, guest);
        QemuMigration qemu = QemuMigration.of(cluster, guest);
        assertThat(qemu.parameter("max-postcopy-bandwidth")).isZero();
        qemu.set("max-postcopy-bandwidth", POST_COPY_BYTES_PER_SECOND);
        return diary;
    }

    private static void assertGivenUp(MigrationDiary diary, long pauseMs) {
        assertThat(diary.end().path("state").asText()).as(diary.toString()).isEqualTo("FAILED");
        assertThat(diary.sawPostCopy()).isFalse();
        assertThat(Json.texts(diary.end(), "reasons", "code")).containsExactly("MIGRATION_DOES_NOT_CONVERGE");
        assertThat(diary.end()
                        .path("reasons")
                        .path(0)
                        .path("numbers")
                        .path("downtimeMs")
                        .asLong())
                .isEqualTo(pauseMs);
        assertThat(diary.end().path("reasons").path(0).path("text").asText())
                .contains("The guest dirties")
                .contains("the link carries");
        assertThat(diary.end().path("reasons").path(0).path("remedy").asText()).contains("must-finish");
    }

    private static void assertMoved(MigrationDiary diary) {
        assertThat(diary.end().path("state").asText()).as(diary.toString()).isEqualTo("SUCCEEDED");
    }
}
