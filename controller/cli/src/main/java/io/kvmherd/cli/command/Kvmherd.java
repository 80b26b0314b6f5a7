package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Pace;
import io.kvmherd.cli.output.Console;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command without a verb, and the options that all verbs share. */
@Command(
        name = "kvmherd",
        header = "One cluster out of plain libvirt/KVM hosts.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = ProgramVersion.class,
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 usage, 3 not found, 4 conflict, 5 infeasible, 6 partly done,",
            "7 denied, 8 controller unreachable, 9 wait timed out.",
            "",
            "Example:",
            "  kvmherd status",
            "  kvmherd migrate web-1 --dry-run"
        })
@Verbs({
    HostCommands.class,
    GuestCommands.class,
    OperationCommands.class,
    PlanCommands.class,
    ClusterCommands.class,
    EventCommands.class,
    TokenCommands.class,
    ContextCommands.class,
    ShowStatus.class,
    MigrateGuest.class,
    EvacuateHost.class,
    CordonHost.class,
    UncordonHost.class,
    Watch.class,
    Simulate.class
})
public final class Kvmherd {
    static final String DEFAULT_SOCKET = "/run/kvmherd/api.sock";

    /** The list of guests by a shorter name. */
    static final String GUESTS = "ls";

    private final Session session;

    Kvmherd(Session session) {
        this.session = session;
    }

    /**
     * Runs one command line.
     *
     * @return the exit code
     */
    public static int run(Console console, Pace pace, String... arguments) {
        return CommandTree.of(new Session(console, pace), List.of(arguments)).execute(arguments);
    }

    /** Reads a command line with all commands there are, and does nothing with it; see {@code Rehearsal} for what. */
    public static void rehearse(Console console) {
        CommandTree.whole(new Session(console, Pace.REAL))
                .parseArgs("migrate", "rehearsal", "--to", "rehearsal", "--dry-run");
    }

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:KVMHERD_SOCKET:-" + CommandLine.Option.NULL_VALUE + "}",
            description = "The controller's socket (default: KVMHERD_SOCKET, else the context's, which is "
                    + DEFAULT_SOCKET + " for this machine's own).")
    void setSocket(@Nullable Path socket) {
        if (socket != null) {
            session.setSocket(socket);
        }
    }

    @Option(
            names = "--context",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:KVMHERD_CONTEXT:-" + CommandLine.Option.NULL_VALUE + "}",
            description = "Which controller to speak to (default: KVMHERD_CONTEXT, else the one in use); see kvmherd "
                    + "context.")
    void setContext(@Nullable String context) {
        if (context != null) {
            session.setContext(context);
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            scope = ScopeType.INHERIT,
            defaultValue = "table",
            description =
                    "table for people (default), json, jsonl or yaml for programs; for lists also wide, a table with "
                            + "all columns, and name, one a line for loops.")
    void setForm(OutputForm form) {
        session.setForm(form);
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this and end.")
    void setHelp(boolean wanted) {}

    @Option(names = "--version", versionHelp = true, description = "Show the version and end.")
    void setVersion(boolean wanted) {}
}
