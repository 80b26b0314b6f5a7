package io.kvmherd.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.cli.FakePace;
import io.kvmherd.cli.output.Console;
import io.kvmherd.cli.output.Terminals;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class HelpTest {

    @Test
    void showsAnExampleForEveryCommandThatTheCommandItselfUnderstands() {
        List<CommandLine> all = new ArrayList<>();
        collect(root(), all);

        assertThat(all).hasSizeGreaterThan(30).allSatisfy(command -> {
            String help = command.getUsageMessage();
            assertThat(help).contains("Example:\n  kvmherd ");
            assertThat(examples(help)).allSatisfy(example -> root().parseArgs(words(example)));
        });
    }

    @Test
    void staysWithinAHundredColumns() {
        List<CommandLine> all = new ArrayList<>();
        collect(root(), all);

        assertThat(all)
                .allSatisfy(command -> assertThat(command.getUsageMessage().lines())
                        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100)));
    }

    @Test
    void offersTheVerbsThatAreTypedMostWithoutTheirNoun() {
        assertThat(root().getSubcommands())
                .containsKeys("ls", "status", "migrate", "evacuate", "cordon", "uncordon", "watch");
    }

    private static List<String> examples(String help) {
        return help.substring(help.indexOf("Example:"))
                .lines()
                .skip(1)
                .map(String::strip)
                .filter(line -> line.startsWith("kvmherd "))
                .toList();
    }

    private static String[] words(String example) {
        return example.replaceAll("\"[^\"]*\"", "text")
                .substring("kvmherd ".length())
                .split(" ", -1);
    }

    private static void collect(CommandLine command, List<CommandLine> into) {
        into.add(command);
        command.getSubcommands().values().forEach(child -> collect(child, into));
    }

    static CommandLine root() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Console console = new Console(nowhere, nowhere, new BufferedReader(new StringReader("")), Terminals.NONE);
        return CommandTree.whole(new Session(console, new FakePace()));
    }
}
