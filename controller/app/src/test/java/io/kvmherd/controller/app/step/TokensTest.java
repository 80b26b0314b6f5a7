package io.kvmherd.controller.app.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.AccessRole;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.request.TokenSecret;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.TokenRecord;
import io.kvmherd.controller.app.testing.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TokensTest {
    private static final Duration VALIDITY = Duration.ofSeconds(10);

    private static Request create(String name, AccessRole role) {
        return new Request.CreateToken(
                name, role, VALIDITY, new TokenSecret("text-of-" + name, "hash-of-" + name), "for it");
    }

    private static TokenRecord tokenOf(World world, String name) {
        assertThat(world.state().tokens()).containsKey(name);
        return world.state().tokens().values().stream()
                .filter(token -> token.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ErrorCode codeOf(Response response) {
        assertThat(response).isInstanceOf(Response.Refused.class);
        return ((Response.Refused) response).code();
    }

    @Test
    void keepsTheHashAndAnswersTheText() {
        World world = World.of(1);

        Response response = world.ask(create("backup", AccessRole.VIEWER));

        assertThat(response).isInstanceOf(Response.TokenMade.class);
        assertThat(((Response.TokenMade) response).secret().text()).isEqualTo("text-of-backup");
        assertThat(tokenOf(world, "backup").hash()).isEqualTo("hash-of-backup");
        assertThat(response.toString() + world.state()).doesNotContain("text-of-backup");
    }

    @Test
    void leavesAnAuditRowThatNamesRoleAndCaller() {
        World world = World.of(1);

        world.ask(create("backup", AccessRole.VIEWER));

        AuditRecord row = world.store().audit(1).getFirst();
        assertThat(row.object()).isEqualTo("backup VIEWER");
        assertThat(row.toString()).doesNotContain("text-of-backup");
    }

    @Test
    void refusesANameThatIsTakenAndNamesTheWayOut() {
        World world = World.of(1);
        world.ask(create("backup", AccessRole.VIEWER));

        Response response = world.ask(create("backup", AccessRole.ADMIN));

        assertThat(codeOf(response)).isEqualTo(ErrorCode.CONFLICT);
        assertThat(((Response.Refused) response).next()).contains("kvmherd token revoke backup");
        assertThat(tokenOf(world, "backup").role()).isEqualTo(AccessRole.VIEWER);
    }

    @Test
    void givesTheNameOfAnExpiredTokenAnew() {
        World world = World.of(1);
        world.ask(create("backup", AccessRole.VIEWER));

        world.run(VALIDITY.toMillis());

        assertThat(world.ask(create("backup", AccessRole.ADMIN))).isInstanceOf(Response.TokenMade.class);
    }

    @Test
    void forgetsATokenThatIsRevokedAlsoOverARestart() {
        World world = World.of(1);
        world.ask(create("backup", AccessRole.VIEWER));
        world.ask(create("console", AccessRole.OPERATOR));

        Response response = world.ask(new Request.RevokeToken("backup", "lost"));
        world.restart();

        assertThat(response).isInstanceOf(Response.TokenWithdrawn.class);
        assertThat(world.state().tokens()).containsOnlyKeys("console");
    }

    @Test
    void saysThatAnUnknownTokenCannotBeRevoked() {
        World world = World.of(1);

        assertThat(codeOf(world.ask(new Request.RevokeToken("backup", "")))).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void handsOutNoMoreThanTheLimit() {
        World world = World.of(1);
        for (int i = 0; i < AppLimits.TOKENS_KEPT; i++) {
            world.ask(create("token-" + i, AccessRole.VIEWER));
        }

        Response response = world.ask(create("one-more", AccessRole.VIEWER));

        assertThat(codeOf(response)).isEqualTo(ErrorCode.CONFLICT);
        assertThat(((Response.Refused) response).why()).contains(Integer.toString(AppLimits.TOKENS_KEPT));
    }
}
