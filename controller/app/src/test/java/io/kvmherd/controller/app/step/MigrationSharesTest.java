package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.TlsPolicy;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.LinkMessage.MigrationPhase;
import io.kvmherd.common.protocol.LinkMessage.MigrationProgress;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.testing.MigrationEnd;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.view.ClusterSettings;
import org.junit.jupiter.api.Test;

/** The migrations of a host share what it may send. */
final class MigrationSharesTest {

    @Test
    void haveAllOfItAloneAndHalfOfItWithAnother() {
        World world = twoOnTheirWay();
        OperationId web = world.accepted(migrate("web", "h2"));
        world.run(3_000);
        world.agent("h1").say(progress(web));
        long alone = bound(world, web);

        OperationId db = world.accepted(migrate("db", "h3"));
        world.run(3_000);

        assertThat(alone).isEqualTo(100);
        assertThat(bound(world, web)).isEqualTo(50);
        assertThat(bound(world, db)).isEqualTo(50);
        assertThat(world.agent("h1").taken()).contains(AgentCommand.LimitMigration.class);
    }

    @Test
    void getBackWhatAnotherLeaves() {
        World world = twoOnTheirWay();
        OperationId web = world.accepted(migrate("web", "h2"));
        OperationId db = world.accepted(migrate("db", "h3"));
        world.run(3_000);
        world.agent("h1").say(progress(web));
        long shared = bound(world, web);

        world.accepted(new Request.CancelOperation(db, "later"));
        world.run(5_000);

        assertThat(shared).isEqualTo(50);
        assertThat(bound(world, web)).isEqualTo(100);
    }

    @Test
    void keepALimitOfTheirOwnThatIsSmaller() {
        World world = twoOnTheirWay();
        OperationId web = world.accepted(migrate("web", "h2"));
        world.run(3_000);

        world.askAndWait(new Request.LimitMigration(web, 30, "backup"));
        world.run(1_000);

        assertThat(bound(world, web)).isEqualTo(30);
    }

    private static World twoOnTheirWay() {
        ClusterSettings usual = ClusterSettings.DEFAULT;
        ClusterSettings limited = new ClusterSettings(
                usual.ratios(),
                usual.hostRatios(),
                usual.hostReserveMib(),
                usual.migrationsOutPerHost(),
                usual.migrationsInPerHost(),
                usual.reportAgeMaxMs(),
                usual.migrationMibPerSecond(),
                MigrationPolicy.NORMAL,
                0,
                usual.evacuation(),
                TlsPolicy.PREFERRED,
                100);
        return World.of(3, limited)
                .guest(spec("web"), "h1")
                .guest(spec("db"), "h1")
                .migrationWillEnd("web", MigrationEnd.HANGS)
                .migrationWillEnd("db", MigrationEnd.HANGS);
    }

    private static long bound(World world, OperationId operation) {
        return world.operation(operation).course().orElseThrow().boundMibPerSecond();
    }

    private static MigrationProgress progress(OperationId operation) {
        return new MigrationProgress(
                operation, 1, MigrationPhase.COPYING, 100, 50, 50, 10, 0, 3, 5_000, 0, 800, 0, 0, 0);
    }
}
