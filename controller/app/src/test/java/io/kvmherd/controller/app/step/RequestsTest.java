package io.kvmherd.controller.app.step;

import static io.kvmherd.controller.app.testing.Asking.cancel;
import static io.kvmherd.controller.app.testing.Asking.cordon;
import static io.kvmherd.controller.app.testing.Asking.create;
import static io.kvmherd.controller.app.testing.Asking.delete;
import static io.kvmherd.controller.app.testing.Asking.evacuate;
import static io.kvmherd.controller.app.testing.Asking.migrate;
import static io.kvmherd.controller.app.testing.Asking.planEvacuation;
import static io.kvmherd.controller.app.testing.Asking.shutDown;
import static io.kvmherd.controller.app.testing.Asking.spec;
import static io.kvmherd.controller.app.testing.Asking.start;
import static io.kvmherd.controller.app.testing.Asking.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.Fingerprint;
import io.kvmherd.controller.app.testing.Asking;
import io.kvmherd.controller.app.testing.World;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class RequestsTest {

    private static OperationId idOf(Response response) {
        assertThat(response).isInstanceOf(Response.Accepted.class);
        return ((Response.Accepted) response).operation().id();
    }

    @Nested
    final class UnderAKey {
        private static final Fingerprint ASKED = new Fingerprint("POST", "path-1", "body-1");
        private static final Caller CALLER = new Caller("root", "key-1", ASKED);

        @Test
        void givesTheSameOperationForTheSameRequest() {
            World world = World.of(1);

            OperationId first = idOf(world.ask(CALLER, create("web")));
            OperationId second = idOf(world.ask(CALLER, create("web")));

            assertThat(second).isEqualTo(first);
            assertThat(world.state().guests()).hasSize(1);
            assertThat(world.store().audit(10)).hasSize(1);
        }

        @Test
        void remembersItOverARestart() {
            World world = World.of(1);
            OperationId first = idOf(world.ask(CALLER, create("web")));

            world.restart();

            assertThat(idOf(world.ask(CALLER, create("web")))).isEqualTo(first);
        }

        @Test
        void refusesAnotherRequest() {
            World world = World.of(1);
            world.ask(CALLER, create("web"));

            Fingerprint other = new Fingerprint("POST", "path-1", "body-2");
            Response response = world.ask(new Caller("root", "key-1", other), create("mail"));

            assertThat(response).isInstanceOfSatisfying(Response.Refused.class, refused -> {
                assertThat(refused.code()).isEqualTo(ErrorCode.KEY_REUSED);
                assertThat(refused.what()).contains("key-1");
                assertThat(refused.why()).endsWith("in its body.");
            });
            assertThat(world.state().guests()).hasSize(1);
        }

        @Test
        void keepsTheKeysOfDifferentPeopleApart() {
            World world = World.of(1);
            OperationId first = idOf(world.ask(CALLER, create("web")));

            OperationId other = idOf(world.ask(new Caller("uid-1000", "key-1", ASKED), create("mail")));

            assertThat(other).isNotEqualTo(first);
        }

        @Test
        void triesAgainWhatWasRefused() {
            World world = World.of(1);
            world.ask(cordon("h1"));
            assertThat(world.ask(CALLER, create("web"))).isInstanceOf(Response.Refused.class);

            world.ask(Asking.uncordon("h1"));

            assertThat(world.ask(CALLER, create("web"))).isInstanceOf(Response.Accepted.class);
        }
    }

    @Nested
    final class Audit {
        @Test
        void leavesOneRowForEachMutationAcceptedOrNot() {
            World world = World.of(2).guest(spec("web"), "h1");
            int before = world.store().audit(1_000).size();
            List<Request> requests = List.of(
                    create("web"),
                    start("web"),
                    delete("web"),
                    migrate("web", "h2"),
                    shutDown("web"),
                    stop("ghost"),
                    cordon("h2"),
                    evacuate("h9"),
                    Asking.apply(new PlanId(new UUID(9, 9))),
                    cancel(new OperationId(new UUID(9, 9))));

            requests.forEach(world::ask);

            List<AuditRecord> rows = world.store().audit(1_000);
            assertThat(rows).hasSize(before + requests.size());
            assertThat(rows).allSatisfy(row -> {
                assertThat(row.principal()).isEqualTo("root");
                assertThat(row.outcome()).isNotEmpty();
                assertThat(row.object()).isNotEmpty();
            });
        }

        @Test
        void namesTheOperationOfWhatWasAccepted() {
            World world = World.of(1);

            OperationId operation = world.accepted(create("web"));

            AuditRecord row = world.store().audit(1).get(0);
            assertThat(row.operation()).contains(operation);
            assertThat(row.action()).isEqualTo("CreateGuest");
            assertThat(row.object()).isEqualTo("web");
            assertThat(row.reason()).isEqualTo("because");
        }

        @Test
        void leavesOneForWhatWasDenied() {
            World world = World.of(1);

            Response response = world.ask(new Request.Denied("stopGuest", "/v1/guests/web/stop", "she is a guest"));

            assertThat(response)
                    .isInstanceOfSatisfying(
                            Response.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.DENIED));
            AuditRecord row = world.store().audit(1).get(0);
            assertThat(row.action()).isEqualTo("stopGuest");
            assertThat(row.object()).isEqualTo("/v1/guests/web/stop");
            assertThat(row.outcome()).startsWith("DENIED").contains("She is a guest");
        }

        @Test
        void leavesNoneForWhatOnlyAsked() {
            World world = World.of(2);
            int before = world.store().audit(1_000).size();

            world.ask(planEvacuation("h1"));

            assertThat(world.store().audit(1_000)).hasSize(before);
        }
    }

    @Nested
    final class Limits {
        @Test
        void keepsOnlyTheNewestEndedOperationsInMemory() {
            World world = World.of(1).guest(spec("web"), "h1");

            for (int number = 0; number < AppLimits.OPERATIONS_KEPT + 5; number++) {
                idOf(world.ask(evacuate("h1")));
                world.settle();
                world.ask(Asking.uncordon("h1"));
            }

            assertThat(world.state().operations().size()).isLessThanOrEqualTo(AppLimits.OPERATIONS_KEPT);
            assertThat(world.state().plans().size()).isLessThanOrEqualTo(AppLimits.PLANS_KEPT);
            assertThat(world.state().events().size()).isLessThanOrEqualTo(AppLimits.EVENTS_KEPT);
        }

        @Test
        void keepsAPlanThatAnOpenOperationFollows() {
            World world = World.of(2).guest(spec("web"), "h1");
            OperationId operation = world.accepted(evacuate("h1"));
            PlanId plan = world.operation(operation).plan().orElseThrow();

            for (int number = 0; number < AppLimits.PLANS_KEPT + 5; number++) {
                world.ask(planEvacuation("h2"));
            }

            assertThat(world.state().plans()).containsKey(plan);
        }
    }
}
