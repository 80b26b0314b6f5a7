package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.clusterMigration;
import static io.kvmherd.controller.app.testing.Asking.evacuate;
import static io.kvmherd.controller.app.testing.Asking.evacuation;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.migration;
import static io.kvmherd.controller.app.testing.Asking.migrationLimits;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.MigrationLimits;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.PolicySource;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.MigrationCourse;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.testing.MigrationEnd;
import io.kvmherd.controller.app.testing.World;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class SettingRequestsTest {

    private static MigrationPolicy policyOfTheNext(World world, String guest) {
        OperationRecord migration = world.operation(world.accepted(migrate(guest, "h2")));
        return migration.course().map(MigrationCourse::policy).orElseThrow();
    }

    @Nested
    final class AGuestsMigrationPolicy {
        private final World world = World.of(2).guest(spec("web"), "h1");

        @Test
        void holdsForItsNextMigration() {
            Response answer = world.ask(migration("web", "must-finish"));

            assertThat(answer).isInstanceOf(Response.GuestChanged.class);
            assertThat(policyOfTheNext(world, "web")).isEqualTo(MigrationPolicy.MUST_FINISH);
        }

        @Test
        void isItsOwnWhateverTheClusterSays() {
            world.ask(migration("web", "gentle"));
            world.ask(clusterMigration("must-finish"));

            assertThat(policyOfTheNext(world, "web")).isEqualTo(MigrationPolicy.GENTLE);
        }

        @Test
        void isTheClustersAgainWhenItIsTakenBack() {
            world.ask(migration("web", "gentle"));
            world.ask(clusterMigration("must-finish"));
            world.ask(migration("web", "default"));

            assertThat(policyOfTheNext(world, "web")).isEqualTo(MigrationPolicy.MUST_FINISH);
        }

        @Test
        void leavesWhatIsNotNamedAsItIs() {
            world.ask(evacuation("web", EvacuationPolicy.STAY));
            world.ask(migration("web", "gentle"));
            world.ask(evacuation("web", EvacuationPolicy.COLD));

            assertThat(world.guest("web").evacuation()).contains(EvacuationPolicy.COLD);
            assertThat(world.guest("web").spec().migration()).contains(MigrationPolicy.GENTLE);
        }

        @Test
        void lastsAndIsSentToNobody() {
            int taken = world.agent("h1").taken().size();

            world.ask(migration("web", "downtime=400,auto-converge"));
            world.restart();
            world.settle();

            assertThat(world.guest("web").spec().migration())
                    .contains(new MigrationPolicy("downtime=400,auto-converge"));
            assertThat(world.store().audit(1).getFirst().object())
                    .isEqualTo("web migration downtime=400,auto-converge");
            assertThat(world.agent("h1").taken()).hasSize(taken);
        }

        @Test
        void canBeSetWhileItsHostIsSilent() {
            world.agent("h1").leave();
            world.run(100);

            world.ask(migration("web", "gentle"));

            assertThat(world.guest("web").spec().migration()).contains(MigrationPolicy.GENTLE);
        }

        @Test
        void leavesAMigrationThatHasBegunAsItBegan() {
            world.migrationWillEnd("web", MigrationEnd.HANGS);
            var operation = world.accepted(migrate("web", "h2"));
            world.run(3_000);

            world.ask(migration("web", "must-finish"));
            world.run(3_000);

            assertThat(world.operation(operation).course().orElseThrow().policy())
                    .isEqualTo(MigrationPolicy.NORMAL);
        }

        @Test
        void isRefusedForAGuestThatNobodyKnows() {
            assertThat(world.refused(migration("nobody", "gentle")).code()).isEqualTo(ErrorCode.NOT_FOUND);
        }
    }

    @Nested
    final class TheClustersMigrationPolicy {
        private final World world = World.of(2).guest(spec("web"), "h1");

        @Test
        void holdsForGuestsThatHaveNoneOfTheirOwn() {
            world.ask(clusterMigration("gentle"));

            assertThat(world.state().cluster().migrationFrom()).isEqualTo(PolicySource.CLUSTER);
            assertThat(policyOfTheNext(world, "web")).isEqualTo(MigrationPolicy.GENTLE);
        }

        @Test
        void isAsConfiguredAgainWhenItIsTakenBack() {
            world.ask(clusterMigration("gentle"));
            world.ask(clusterMigration("default"));

            assertThat(world.state().cluster().migrationFrom()).isEqualTo(PolicySource.DEFAULT);
            assertThat(policyOfTheNext(world, "web")).isEqualTo(MigrationPolicy.NORMAL);
        }

        @Test
        void lastsAndIsToldAndAuditedOnce() {
            world.ask(clusterMigration("gentle"));
            world.ask(clusterMigration("gentle"));
            world.restart();
            world.settle();

            assertThat(world.state().cluster().migration()).contains(MigrationPolicy.GENTLE);
            assertThat(world.events(EventRecord.What.CLUSTER_MIGRATION))
                    .singleElement()
                    .satisfies(event -> assertThat(event.details())
                            .containsAllEntriesOf(Map.of("policy", "gentle", "from", "CLUSTER")));
            assertThat(world.store().audit(9)).extracting(row -> row.object()).contains("cluster migration gentle");
        }
    }

    @Nested
    final class AHostsLimits {
        private final World world =
                World.of(3).guest(spec("a"), "h1").guest(spec("b"), "h1").guest(spec("c"), "h1");

        @Test
        void holdInsteadOfTheClusters() {
            world.ask(migrationLimits("h1", 1, 2));
            world.accepted(migrate("a", "h2"));

            assertThat(world.refused(migrate("b", "h3")).code()).isEqualTo(ErrorCode.BUSY);
        }

        @Test
        void allowMoreThanTheClusters() {
            world.ask(migrationLimits("h1", 3, 2));
            world.ask(migrationLimits("h2", 2, 3));

            world.accepted(migrate("a", "h2"));
            world.accepted(migrate("b", "h2"));
            world.accepted(migrate("c", "h2"));
            world.settle();

            assertThat(world.runsOn("c")).containsExactly("h2");
        }

        @Test
        void boundAnEvacuation() {
            world.ask(migrationLimits("h1", 1, 2));

            world.accepted(evacuate("h1"));
            world.run(500);

            assertThat(world.openOperations().stream()
                            .filter(operation -> operation.parent().isPresent()))
                    .hasSize(1);
            assertThat(world.settle().runsOn("a")).doesNotContain("h1");
        }

        @Test
        void areTheClustersAgainWhenTheyAreTakenBack() {
            world.ask(migrationLimits("h1", 1, 1));
            world.ask(migrationLimits("h1", 0, 0));
            world.accepted(migrate("a", "h2"));
            world.accepted(migrate("b", "h3"));

            assertThat(world.entry("h1").record().migrations()).isEqualTo(MigrationLimits.NONE);
        }

        @Test
        void lastAndAreToldAndAudited() {
            world.ask(migrationLimits("h1", 4, 0));
            world.ask(migrationLimits("h1", 4, 0));
            world.restart();
            world.settle();

            assertThat(world.entry("h1").record().migrations().out()).hasValue(4);
            assertThat(world.events(EventRecord.What.HOST_MIGRATIONS))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.details()).containsAllEntriesOf(Map.of("out", "4", "in", "default")));
            assertThat(world.store().audit(9))
                    .extracting(row -> row.object())
                    .contains("h1 migrations out 4 migrations in default");
        }

        @Test
        void areRefusedForAHostThatNobodyKnows() {
            Request unknown = migrationLimits("h9", 1, 1);

            assertThat(world.refused(unknown).code()).isEqualTo(ErrorCode.NOT_FOUND);
        }
    }
}
