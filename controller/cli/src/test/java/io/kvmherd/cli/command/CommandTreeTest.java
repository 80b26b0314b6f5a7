package io.kvmherd.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.cli.FakePace;
import io.kvmherd.cli.output.Console;
import io.kvmherd.cli.output.Terminals;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class CommandTreeTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @Test
    void makesOnlyWhatIsNamed() {
        CommandLine tree = tree("-o", "json", "guest", "show", "web-1");

        assertThat(tree.getSubcommands()).containsOnlyKeys("guest");
        assertThat(verbsOf(tree, "guest")).containsOnlyKeys("show");
    }

    @Test
    void makesAllOfALevelThatNothingNames() {
        CommandLine whole = CommandTree.whole(session());

        assertThat(tree("--version").getSubcommands().keySet())
                .isEqualTo(whole.getSubcommands().keySet());
        assertThat(verbsOf(tree("guest"), "guest").keySet())
                .isEqualTo(verbsOf(whole, "guest").keySet());
        assertThat(tree("guest", "--help").getSubcommands().keySet())
                .isEqualTo(whole.getSubcommands().keySet());
    }

    @Test
    void takesAnArgumentThatIsCalledLikeACommandForBoth() {
        CommandLine tree = tree("guest", "show", "list");

        assertThat(verbsOf(tree, "guest")).containsOnlyKeys("list", "show");
        assertThat(tree.parseArgs("guest", "show", "list")
                        .subcommand()
                        .subcommand()
                        .originalArgs())
                .contains("list");
    }

    @Test
    void rehearsesWithoutAWord() {
        Kvmherd.rehearse(console());

        assertThat(told.size()).isZero();
    }

    @Test
    void explainsAMistakeWithEverythingThatThereIs() {
        int exit = tree("gest", "list", "ls").execute("gest", "list", "ls");

        assertThat(exit).isEqualTo(2);
        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains("Perhaps you mean")
                .contains("guest");
    }

    private static Map<String, CommandLine> verbsOf(CommandLine tree, String noun) {
        return Objects.requireNonNull(tree.getSubcommands().get(noun)).getSubcommands();
    }

    private CommandLine tree(String... arguments) {
        return CommandTree.of(session(), List.of(arguments));
    }

    private Session session() {
        return new Session(console(), new FakePace());
    }

    private Console console() {
        PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
        return new Console(out, out, new BufferedReader(new StringReader("")), Terminals.NONE);
    }
}
