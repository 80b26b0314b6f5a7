package io.kvmherd.cli.command;

import io.kvmherd.cli.output.TokenText;
import io.kvmherd.common.api.CreateTokenRequest;
import io.kvmherd.common.model.AccessRole;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a token. */
@Command(
        name = "create",
        header = "Make a token and print it, this once.",
        description = {
            "Whoever has it may use the API over the network with this role, until it expires or is revoked. The "
                    + "controller serves the network only where its configuration has api.address."
        },
        footer = {"", "Example:", "  kvmherd token create backup --role viewer --days 90"})
final class CreateToken implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "Whom or what it is for; the audit names its user by it.")
    private String name = "";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "viewer",
            description = "viewer (default) only looks, operator changes hosts and guests, admin also makes tokens.")
    private AccessRole role = AccessRole.VIEWER;

    @Option(names = "--days", paramLabel = "N", defaultValue = "90", description = "How long it holds (default 90).")
    private int days = 90;

    @Mixin
    private ReasonOption reason = new ReasonOption();

    CreateToken(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(
                session.controller().createToken(new CreateTokenRequest(name, role, days, reason.text())), made -> {
                    session.console().note(TokenText.made(made.token()));
                    return List.of(made.text());
                });
    }
}
