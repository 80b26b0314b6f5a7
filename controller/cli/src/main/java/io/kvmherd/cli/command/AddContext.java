package io.kvmherd.cli.command;

import io.kvmherd.cli.context.Context;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Names a controller elsewhere. */
@Command(
        name = "add",
        header = "Name a controller on another machine, or change what is kept of it.",
        footer = {
            "",
            "Example:",
            "  kvmherd context add lab --server lab-1:7440 --authority ca.pem --token-file lab.token"
        })
final class AddContext implements Callable<Integer> {
    private static final int MAX_TOKEN_BYTES = 1_024;

    private final Session session;

    @Parameters(paramLabel = "NAME", description = "How you call it.")
    private String name = "";

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            required = true,
            description = "Where its API is; the controller's api.address and api.port.")
    private String server = "";

    @Option(
            names = "--authority",
            paramLabel = "FILE",
            required = true,
            description = "Certificate of its cluster's authority, PEM; nobody else is believed.")
    private Path authority = Path.of("");

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            required = true,
            description = "File with the token, as kvmherd token create printed it.")
    private Path tokenFile = Path.of("");

    AddContext(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Context context =
                new Context(server, authority.toAbsolutePath().normalize().toString(), readToken());
        session.contextFile().write(session.contextFile().read().with(name, context));
        session.console().note("Context " + name + " is kept. Use it with: kvmherd context use " + name);
        return 0;
    }

    private String readToken() {
        try {
            if (Files.size(tokenFile) <= MAX_TOKEN_BYTES) {
                String token = Files.readString(tokenFile).strip();
                if (token.matches("[\\x21-\\x7E]+")) {
                    return token;
                }
            }
        } catch (IOException e) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT, "token file " + tokenFile + " cannot be read: " + e.getMessage(), e);
        }
        throw new KvmherdException(
                ErrorCode.INVALID_INPUT,
                "token file " + tokenFile + " does not hold a token; one line of at most " + MAX_TOKEN_BYTES
                        + " characters without spaces is expected");
    }
}
