package io.kvmherd.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;

/**
 * Makes the commands that a command line can mean.
 *
 * <p>picocli would read the annotations of all of them, which takes longer than anything else that a short command does. So a
 * level of the tree gets only the commands whose names occur among the arguments, or all of them where none does. An argument
 * that is no command but is called like one (a guest named "list") makes the tree larger than it need be, never smaller. What
 * the smaller tree cannot read is read again with the whole one, so a mistake is explained with everything that there is.
 *
 * @param words the arguments that may be names of commands; none for the whole tree
 */
record CommandTree(Session session, Set<String> words) {
    private static final Set<String> HELP = Set.of("-h", "--help");

    static CommandLine whole(Session session) {
        return new CommandTree(session, Set.of()).root(new UsageFailures(session));
    }

    static CommandLine of(Session session, List<String> arguments) {
        return arguments.stream().anyMatch(HELP::contains)
                ? whole(session)
                : new CommandTree(session, Set.copyOf(arguments))
                        .root((failure, again) -> whole(session).execute(again));
    }

    private CommandLine root(IParameterExceptionHandler unreadable) {
        CommandLine root = below(Kvmherd.class);
        Converters.registerAt(root);
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setExecutionStrategy(new FormCheck(session))
                .setParameterExceptionHandler(unreadable)
                .setExecutionExceptionHandler(new UsageFailures(session));
    }

    private CommandLine below(Class<?> command) {
        CommandLine line = new CommandLine(command, new CommandFactory(session));
        Map<String, Class<?>> verbs = verbs(command);
        boolean named = verbs.keySet().stream().anyMatch(words::contains);
        verbs.forEach((name, verb) -> {
            if (!named || words.contains(name)) {
                line.addSubcommand(name, below(verb));
            }
        });
        return line;
    }

    private static Map<String, Class<?>> verbs(Class<?> command) {
        Map<String, Class<?>> verbs = new LinkedHashMap<>();
        Optional.ofNullable(command.getAnnotation(Verbs.class)).map(Verbs::value).stream()
                .flatMap(Stream::of)
                .forEach(verb -> verbs.put(
                        Objects.requireNonNull(verb.getAnnotation(Command.class))
                                .name(),
                        verb));
        if (command == Kvmherd.class) {
            verbs.put(Kvmherd.GUESTS, ListGuests.class);
        }
        return verbs;
    }
}
