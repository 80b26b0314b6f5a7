package io.kvmherd.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.cli.FakeController;
import io.kvmherd.cli.Samples;
import io.kvmherd.common.api.OperationList;
import io.kvmherd.common.api.OperationResource;
import io.kvmherd.common.api.OperationResource.Kind;
import io.kvmherd.common.api.OperationResource.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExitCodeTest {
    private static final String OPERATION = "GET /v1/operations/" + Samples.MOVE;

    @TempDir
    private Path folder;

    private FakeController controller;
    private Shell shell;

    @BeforeEach
    void start() {
        controller = FakeController.at(folder.resolve("api.sock"));
        shell = Shell.to(controller);
    }

    @AfterEach
    void stop() throws IOException {
        controller.close();
    }

    @Test
    void isZeroWhenTheOperationSucceeded() {
        controller
                .when("POST /v1/guests/web-1/start", 202, Samples.accepted(operation(Kind.START, State.QUEUED)))
                .when(OPERATION, 200, Samples.json(operation(Kind.START, State.SUCCEEDED)));

        Shell.Ran ran = shell.run("guest", "start", "web-1");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).isEqualTo("Guest web-1 runs on h1 in 12 s.\n");
    }

    @Test
    void isOneWhenTheOperationFailed() {
        controller
                .when("POST /v1/guests/web-1/start", 202, Samples.accepted(operation(Kind.START, State.QUEUED)))
                .when(OPERATION, 200, Samples.json(operation(Kind.START, State.FAILED)));

        assertThat(shell.run("guest", "start", "web-1").exit()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_INPUT, 2",
        "404, NOT_FOUND, 3",
        "409, CONFLICT, 4",
        "422, INFEASIBLE, 5",
        "403, DENIED, 7",
        "503, STORE_FAILED, 8",
        "429, BUSY, 8",
        "500, HYPERVISOR_FAILED, 1"
    })
    void followsTheControllersProblem(int status, String code, int exit) {
        controller.when("GET /v1/hosts/h1", status, Samples.problem(status, code, "It is so."));

        Shell.Ran ran = shell.run("host", "show", "h1");

        assertThat(ran.exit()).isEqualTo(exit);
        assertThat(ran.err()).isEqualTo("kvmherd: It is so.\n  why:  The why.\n  next: The next.\n");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void isTwoWhenTheCommandLineCannotBeRead() {
        Shell.Ran ran = shell.run("guest", "migrat", "web-1");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("next: Perhaps you mean").contains("migrate");
        assertThat(ran.err().lines()).hasSize(3);
    }

    @Test
    void isTwoWhenANameCannotBeOne() {
        Shell.Ran ran = shell.run("guest", "show", "web/1");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("guest \"web/1\" is not valid").contains("Nothing was sent to the controller.");
        assertThat(controller.requests()).isEmpty();
    }

    @Test
    void isTwoWhenAnIdCannotBeOne() {
        Shell.Ran ran = shell.run("operation", "show", "7");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("is not a UUID").doesNotContain("Exception");
    }

    @Test
    void isFiveWhenTheRulesRefusedOnTheWay() {
        controller
                .when("POST /v1/guests/web-1/migrate", 202, Samples.accepted(operation(Kind.MIGRATE, State.QUEUED)))
                .when(OPERATION, 200, Samples.json(Samples.failed(Kind.MIGRATE, "INFEASIBLE")));

        assertThat(shell.run("migrate", "web-1").exit()).isEqualTo(5);
    }

    @Test
    void isSixWhenAnEvacuationLeftGuestsBehind() {
        OperationResource stuck = operation(Kind.MIGRATE, State.FAILED);
        OperationResource ended = Samples.evacuation(State.PARTLY_DONE, List.of(stuck.id()));
        controller
                .when("POST /v1/hosts/h1/evacuate", 202, Samples.accepted(ended))
                .when("GET /v1/operations/" + ended.id(), 200, Samples.json(ended))
                .when(
                        "GET /v1/operations?limit=500&parent=" + ended.id(),
                        200,
                        Samples.json(new OperationList(List.of(stuck), Optional.empty())));

        Shell.Ran ran = shell.run("evacuate", "h1", "-y");

        assertThat(ran.exit()).isEqualTo(6);
        assertThat(ran.err()).contains("why:  Not done: migrate web-1 h1 -> h2.");
    }

    @Test
    void isEightWhenNobodyListens() {
        Shell.Ran ran = Shell.to(folder.resolve("no.sock")).run("status");

        assertThat(ran.exit()).isEqualTo(8);
        assertThat(ran.err())
                .contains("kvmherd: The controller cannot be reached.")
                .contains("why:  there is no socket " + folder.resolve("no.sock"))
                .contains("next: See whether it runs");
    }

    @Test
    void isNineWhenTheWaitEndsBeforeTheOperation() {
        controller
                .when("POST /v1/guests/web-1/migrate", 202, Samples.accepted(operation(Kind.MIGRATE, State.QUEUED)))
                .when(OPERATION, 200, Samples.json(operation(Kind.MIGRATE, State.RUNNING)));

        Shell.Ran ran = shell.run("migrate", "web-1", "--timeout", "5s");

        assertThat(ran.exit()).isEqualTo(9);
        assertThat(ran.err())
                .contains("has not ended within 5 s.")
                .contains("next: Watch it with: kvmherd operation watch " + Samples.MOVE);
    }

    @Test
    void isFiveWhenNoGuestOfAPlanCanMove() {
        controller.when(
                "POST /v1/hosts/h1/evacuate",
                200,
                "{\"plan\":{\"purpose\":\"EVACUATE\",\"host\":\"h1\",\"steps\":[],\"seconds\":0,\"blocked\":[{\"guest\":\""
                        + Samples.WEB + "\",\"guestName\":\"db-1\",\"hosts\":[]}],\"validity\":{\"viewVersion\":1,"
                        + "\"expiresAt\":\"2026-03-01T08:25:30Z\"}}}");

        assertThat(shell.run("evacuate", "h1", "--dry-run").exit()).isEqualTo(5);
    }

    private static OperationResource operation(Kind kind, State state) {
        return Samples.operation(kind, state);
    }
}
