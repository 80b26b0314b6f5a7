package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTransport;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.LinkMessage.MigrationPhase;
import io.kvmherd.common.protocol.LinkMessage.MigrationProgress;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.MigrationCourse;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.testing.MigrationEnd;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MigrationCourseTest {

    @Test
    void goesByTheClustersPolicyWhenNobodySaysMore() {
        World world = World.of(2).guest(spec("web"), "h1");

        OperationId operation = world.accepted(migrate("web", "h2"));

        assertThat(world.operation(operation).course())
                .contains(MigrationCourse.planned(MigrationPolicy.NORMAL, 0).over(MigrationTransport.PLAIN));
    }

    @Test
    void goesByWhatWasAskedFor() {
        World world = World.of(2).guest(spec("web"), "h1");

        OperationId operation = world.accepted(asked("web", MigrationPolicy.MUST_FINISH, 32));

        assertThat(world.operation(operation).course())
                .contains(
                        MigrationCourse.planned(MigrationPolicy.MUST_FINISH, 32).over(MigrationTransport.PLAIN));
    }

    @Test
    void keepsWhatTheDestinationMeasured() {
        World world = World.of(2).guest(spec("web"), "h1");
        MigrationFigures figures = new MigrationFigures(91, 5_000, 90_000_000);
        world.agent("h2").answerNext(AgentCommand.AdoptArrival.class, new CommandResult.Arrived(Optional.of(figures)));

        OperationId operation = world.accepted(migrate("web", "h2"));
        world.settle();

        assertThat(world.operation(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(world.operation(operation).course().orElseThrow().figures()).contains(figures);
    }

    @Test
    void endsWithTheReasonForWhichItsSourceGaveItUp() {
        World world = World.of(2).guest(spec("web"), "h1");
        Reason reason = Reason.of(ReasonCode.MIGRATION_DOES_NOT_CONVERGE)
                .with("policy", "normal")
                .with("dirtyMibPerSecond", 96)
                .with("linkMibPerSecond", 32);
        world.agent("h1")
                .answerNext(AgentCommand.MigrateGuest.class, new CommandResult.GivenUp(List.of(reason), "cancelled"));

        OperationId operation = world.accepted(migrate("web", "h2"));
        world.settle();

        OperationRecord ended = world.operation(operation);
        assertThat(ended.state()).isEqualTo(OperationState.FAILED);
        assertThat(ended.failure().orElseThrow().code()).isEqualTo(ErrorCode.INFEASIBLE);
        assertThat(ended.reasons()).containsExactly(reason);
        assertThat(world.runsOn("web")).containsExactly("h1");
    }

    @Test
    void isFollowedByItsSourcesAgentWhenThatWasStartedAnew() {
        World world = hanging();
        OperationId operation = world.accepted(migrate("web", "h2"));
        world.run(5_000);

        world.agent("h1").die();
        world.agent("h1").revive();
        world.run(10_000);
        List<Class<?>> taken = world.agent("h1").taken();
        world.accepted(new Request.CancelOperation(operation, "enough"));
        world.settle();

        assertThat(taken).contains(AgentCommand.FollowMigration.class);
        assertThat(world.operation(operation).state()).isEqualTo(OperationState.CANCELLED);
        assertThat(world.runsOn("web")).containsExactly("h1");
    }

    @Test
    void isBoundedAnewWhileItGoesOn() {
        World world = hanging();
        OperationId operation = world.accepted(migrate("web", "h2"));
        world.run(5_000);

        world.accepted(new Request.LimitMigration(operation, 16, "backup"));
        world.run(1_000);

        assertThat(world.agent("h1").taken()).contains(AgentCommand.LimitMigration.class);
        assertThat(world.operation(operation).course().orElseThrow().limitMibPerSecond())
                .isEqualTo(16);
    }

    @Test
    void isNotBoundedBeforeItIsSent() {
        World world = World.of(2).guest(spec("web"), "h1");
        OperationId operation = world.accepted(migrate("web", "h2"));

        Response.Refused refused = world.refused(new Request.LimitMigration(operation, 16, "backup"));

        assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void isSwitchedToPostCopyOnlyWhereItsPolicyAllowsThat() {
        World world = hanging();
        OperationId operation = world.accepted(migrate("web", "h2"));
        world.run(5_000);

        Response.Refused refused = world.refused(new Request.StartPostCopy(operation, "now"));

        assertThat(refused.why()).contains("policy normal");
        assertThat(refused.next()).contains("must-finish");
        assertThat(world.agent("h1").taken()).doesNotContain(AgentCommand.StartPostCopy.class);
    }

    @Test
    void isNeitherCancelledNorAbortedInPostCopy() {
        World world = hanging();
        OperationId operation = world.accepted(asked("web", MigrationPolicy.MUST_FINISH, 0));
        world.run(5_000);
        world.accepted(new Request.StartPostCopy(operation, "now"));
        world.agent("h1").say(inPostCopy(operation));
        world.run(1_000);

        Response.Refused refused = world.refused(new Request.CancelOperation(operation, "no"));
        world.run(3_600_000);

        assertThat(refused.why()).contains("post-copy");
        assertThat(world.agent("h1").taken())
                .contains(AgentCommand.StartPostCopy.class)
                .doesNotContain(AgentCommand.AbortMigration.class);
        assertThat(world.operation(operation).isOpen()).isTrue();
    }

    private static World hanging() {
        return World.of(2).guest(spec("web"), "h1").migrationWillEnd("web", MigrationEnd.HANGS);
    }

    private static Request asked(String guest, MigrationPolicy policy, long limit) {
        return new Request.MigrateGuest(
                guest, Optional.of(new HostId("h2")), Optional.of(policy), OptionalLong.of(limit), false, "because");
    }

    private static MigrationProgress inPostCopy(OperationId operation) {
        return new MigrationProgress(operation, 1, MigrationPhase.POST_COPY, 100, 50, 50, 10, 0, 3, 5_000, 0, 800, 0);
    }
}
