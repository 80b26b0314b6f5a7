package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.apply;
import static io.kvmherd.controller.app.testing.Asking.evacuate;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.planEvacuation;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.Compression;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTransport;
import io.kvmherd.common.model.MigrationTuning;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.LinkMessage.MigrationPhase;
import io.kvmherd.common.protocol.LinkMessage.MigrationProgress;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.Fingerprint;
import io.kvmherd.controller.app.state.MigrationCourse;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.testing.MigrationEnd;
import io.kvmherd.controller.app.testing.World;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.testing.GuestMaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
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
    void keepsWhatWasAskedForFromThePlanToItsApplication() {
        World world = World.of(2).guest(spec("web"), "h1");
        MigrationTuning tuning = new MigrationTuning(OptionalLong.of(300), OptionalInt.of(4), Optional.empty(), false);

        Response.Planned planned = (Response.Planned) world.ask(tuned(tuning, MigrationPolicy.GENTLE, true));
        OperationId operation = world.accepted(apply(planned.plan().id()));

        MigrationCourse course = world.operation(operation).course().orElseThrow();
        assertThat(course.policy().value()).isEqualTo("downtime=300,stall=40,connections=4");
        assertThat(course.limitMibPerSecond()).isEqualTo(32);
    }

    @Test
    void refusesBeforehandWhatDoesNotGoTogether() {
        World world = World.of(2).guest(spec("web"), "h1");
        MigrationTuning several = new MigrationTuning(OptionalLong.empty(), OptionalInt.of(4), Optional.empty(), false);
        MigrationTuning tooNew =
                new MigrationTuning(OptionalLong.empty(), OptionalInt.of(4), Optional.of(Compression.ZSTD), false);

        Response.Refused contradiction = world.refused(tuned(several, MigrationPolicy.MUST_FINISH, false));
        Response.Refused lack = world.refused(tuned(tooNew, MigrationPolicy.NORMAL, false));

        assertThat(contradiction.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(contradiction.why()).contains("policy must-finish").contains("exclude each other");
        assertThat(lack.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(lack.why()).contains("h1").contains("9.0.0").contains("9.4.0");
    }

    @Test
    void ofAnEvacuationGoesUncompressedWhereALibvirtIsTooOldForIt() {
        MigrationPolicy zstd = new MigrationPolicy("downtime=100,stall=20,connections=4,compress=zstd");
        World world = World.of(2).guest(new GuestMaker("web").movesBy(zstd).spec(), "h1");

        world.accepted(evacuate("h1"));
        world.settle();

        assertThat(world.runsOn("web")).containsExactly("h2");
        assertThat(world.state().operations().values())
                .flatExtracting(entry -> entry.record().course().stream().toList())
                .extracting(MigrationCourse::policy)
                .containsExactly(new MigrationPolicy("downtime=100,stall=20,connections=4"));
    }

    private static Request tuned(MigrationTuning tuning, MigrationPolicy policy, boolean dryRun) {
        return new Request.MigrateGuest(
                "web",
                Optional.of(new HostId("h2")),
                Optional.of(policy),
                OptionalLong.of(32),
                false,
                tuning,
                dryRun,
                "because");
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
    void isEstimatedByWhatTheLastOnesSentUnlessTheyWereBounded() {
        World world = World.of(2).guest(spec("web"), "h1").guest(spec("db"), "h1");
        long assumed = planned(world, "db").seconds();
        arrive(world, OptionalLong.of(8));
        long afterABoundedOne = planned(world, "db").seconds();
        world.accepted(migrate("web", "h1"));
        world.settle();
        arrive(world, OptionalLong.empty());

        assertThat(afterABoundedOne).isEqualTo(assumed);
        Plan.Step measured = planned(world, "db");
        assertThat(measured.seconds()).isEqualTo(measured.memoryMib() / 10 + 2);
    }

    @Test
    void isEstimatedSoInAnEvacuationAsWell() {
        World world = World.of(2).guest(spec("web"), "h1").guest(spec("db"), "h1");
        arrive(world, OptionalLong.empty());

        Response.Planned planned = (Response.Planned) world.ask(planEvacuation("h1"));

        Plan.Step step = planned.plan().plan().steps().getFirst();
        assertThat(step.seconds()).isEqualTo(step.memoryMib() / 10 + 2);
    }

    private static void arrive(World world, OptionalLong limit) {
        MigrationFigures tenMibPerSecond = new MigrationFigures(91, 10_000, 100L * 1_024 * 1_024);
        world.agent("h2")
                .answerNext(AgentCommand.AdoptArrival.class, new CommandResult.Arrived(Optional.of(tenMibPerSecond)));
        world.accepted(new Request.MigrateGuest(
                "web", Optional.of(new HostId("h2")), Optional.empty(), limit, false, "because"));
        world.settle();
    }

    private static Plan.Step planned(World world, String guest) {
        Response.Planned planned = (Response.Planned) world.ask(new Request.MigrateGuest(
                guest, Optional.of(new HostId("h2")), Optional.empty(), OptionalLong.empty(), true, "because"));
        return planned.plan().plan().steps().getFirst();
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

        UUID request = world.askAndWait(new Request.LimitMigration(operation, 16, "backup"));
        world.run(1_000);

        assertThat(world.answerTo(request)).get().isInstanceOf(Response.Accepted.class);
        assertThat(world.agent("h1").taken()).contains(AgentCommand.LimitMigration.class);
        assertThat(world.operation(operation).course().orElseThrow().limitMibPerSecond())
                .isEqualTo(16);
    }

    @Test
    void tellsWhoeverAskedThatItsHostRefusesAndKeepsItsLimit() {
        World world = hanging();
        OperationId operation = world.accepted(asked("web", MigrationPolicy.MUST_FINISH, 8));
        world.run(5_000);
        CommandResult refusal = new CommandResult.NotAdmitted(CommandResult.Refusal.PRECONDITION, "it is not leaving");
        world.agent("h1").answerNext(AgentCommand.LimitMigration.class, refusal);
        world.agent("h1")
                .answerNext(AgentCommand.StartPostCopy.class, new CommandResult.Failed(ErrorCode.CONFLICT, "no job"));

        UUID limit = world.askAndWait(new Request.LimitMigration(operation, 16, "backup"));
        Response.Refused meanwhile = world.refused(new Request.StartPostCopy(operation, "now"));
        world.run(1_000);
        UUID postCopy = world.askAndWait(new Request.StartPostCopy(operation, "now"));
        world.run(1_000);

        assertThat(why(world, limit)).isEqualTo("Host h1 refuses: it is not leaving.");
        assertThat(meanwhile.why()).contains("earlier change");
        assertThat(why(world, postCopy)).isEqualTo("No job.");
        assertThat(world.operation(operation).course().orElseThrow().limitMibPerSecond())
                .isEqualTo(8);
    }

    @Test
    void isAuditedAsWhatItsHostSaysAndKnownAgainOnlyWhenThatAgreed() {
        World world = hanging();
        OperationId operation = world.accepted(migrate("web", "h2"));
        world.run(5_000);
        world.agent("h1")
                .answerNext(AgentCommand.LimitMigration.class, new CommandResult.Failed(ErrorCode.CONFLICT, "no job"));
        Caller caller = new Caller("root", "key-1", new Fingerprint("POST", "path", "body"));

        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            world.askAndWait(caller, new Request.LimitMigration(operation, 16, "backup"));
            outcomes.add(world.store().audit(1).getFirst().outcome());
            world.run(1_000);
            outcomes.add(world.store().audit(1).getFirst().outcome());
        }

        assertThat(outcomes.get(0)).isEqualTo("asked of host h1");
        assertThat(outcomes.get(1)).startsWith("CONFLICT: ").endsWith("No job.");
        assertThat(outcomes.subList(2, 4)).containsExactly("asked of host h1", "accepted");
        assertThat(outcomes.subList(4, 6)).containsOnly("accepted");
        assertThat(world.agent("h1").taken())
                .filteredOn(AgentCommand.LimitMigration.class::equals)
                .hasSize(2);
    }

    @Test
    void tellsWhoeverAskedThatItsHostDoesNotAnswer() {
        World world = hanging();
        OperationId operation = world.accepted(migrate("web", "h2"));
        world.run(5_000);

        world.agent("h1").die();
        UUID limit = world.askAndWait(new Request.LimitMigration(operation, 16, "backup"));
        world.run(15_000);

        assertThat(world.answerTo(limit)).get().isInstanceOf(Response.Refused.class);
    }

    private static String why(World world, UUID request) {
        return world.answerTo(request).orElseThrow() instanceof Response.Refused refused ? refused.why() : "accepted";
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
        world.askAndWait(new Request.StartPostCopy(operation, "now"));
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
        return new MigrationProgress(
                operation, 1, MigrationPhase.POST_COPY, 100, 50, 50, 10, 0, 3, 5_000, 0, 800, 0, 0, 0);
    }
}
