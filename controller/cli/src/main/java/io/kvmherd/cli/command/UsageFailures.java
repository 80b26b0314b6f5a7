package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Complaint;
import io.kvmherd.cli.client.Complaints;
import io.kvmherd.cli.client.ExitCode;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What was typed and cannot be meant, in the same three lines as everything else that does not work. */
record UsageFailures(Session session) implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final int SYNOPSIS_LENGTH = 100;

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        return session.complain(new Complaint(
                ExitCode.USAGE,
                sentence(Objects.requireNonNullElse(failure.getMessage(), "The command line cannot be read")),
                "Expected: " + synopsis(command) + ".",
                next(failure, name)));
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof KvmherdException known) {
            Complaint complaint = known.code() == ErrorCode.INVALID_INPUT
                    ? Complaints.ofInput(known)
                    : new Complaint(
                            ExitCode.FAILED,
                            Objects.requireNonNullElse(
                                    known.getMessage(), known.code().name()),
                            "",
                            "");
            return session.complain(complaint);
        }
        throw failure;
    }

    private static String synopsis(CommandLine command) {
        String whole = oneLine(command.getHelp().synopsis(0));
        return whole.length() <= SYNOPSIS_LENGTH
                ? whole
                : oneLine(command.getHelp().abbreviatedSynopsis());
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static String next(ParameterException failure, String command) {
        List<String> near =
                failure instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String meant = near.isEmpty() ? "" : "Perhaps you mean " + String.join(" or ", near) + "; ";
        return meant + command + " --help shows what there is, with an example.";
    }

    private static String sentence(String message) {
        String line = oneLine(message);
        return line.endsWith(".") ? line : line + ".";
    }
}
