package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Complaint;
import io.kvmherd.cli.client.ExitCode;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Refuses a form that the command cannot write, before the command does anything; otherwise runs it. */
record FormCheck(Session session) implements IExecutionStrategy {
    @Override
    public int execute(ParseResult parsed) {
        ParseResult verb = parsed;
        while (verb.hasSubcommand()) {
            verb = verb.subcommand();
        }
        return session.form().isOnlyForLists() && doesSomethingElseThanList(verb)
                ? refuse(verb.commandSpec().qualifiedName())
                : new CommandLine.RunLast().execute(parsed);
    }

    private static boolean doesSomethingElseThanList(ParseResult verb) {
        CommandSpec command = verb.commandSpec();
        return !verb.isUsageHelpRequested()
                && command.userObject() instanceof Callable<?>
                && !command.optionsMap().containsKey(ListOptions.COLUMNS);
    }

    private int refuse(String command) {
        String form = session.form().name().toLowerCase(Locale.ROOT);
        return session.complain(new Complaint(
                ExitCode.USAGE,
                command + " cannot write the form " + form + ".",
                "Only lists of hosts, guests, operations, tokens and contexts have it. Nothing was sent to the controller.",
                "Use -o table, json or yaml."));
    }
}
