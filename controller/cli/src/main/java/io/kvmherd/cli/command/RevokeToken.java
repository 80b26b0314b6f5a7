package io.kvmherd.cli.command;

import io.kvmherd.cli.output.TokenText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Withdraws a token. */
@Command(
        name = "revoke",
        header = "Withdraw a token; from now on it opens nothing.",
        footer = {"", "Example:", "  kvmherd token revoke backup"})
final class RevokeToken implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The token's name.")
    private String name = "";

    @Mixin
    private ReasonOption reason = new ReasonOption();

    RevokeToken(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(
                session.controller().revokeToken(name, reason.text()), revoked -> List.of(TokenText.revoked(revoked)));
    }
}
