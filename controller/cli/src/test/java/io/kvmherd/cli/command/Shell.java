package io.kvmherd.cli.command;

import io.kvmherd.cli.FakeController;
import io.kvmherd.cli.FakePace;
import io.kvmherd.cli.output.Console;
import io.kvmherd.cli.output.Terminals;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs command lines in the test's own process, and keeps what they write. */
final class Shell {
    private final Path socket;
    private Terminals terminals = Terminals.NONE;
    private String typed = "";

    private Shell(Path socket) {
        this.socket = socket;
    }

    static Shell to(FakeController controller) {
        return new Shell(controller.socket());
    }

    static Shell to(Path socket) {
        return new Shell(socket);
    }

    /** From now on on a terminal, on which somebody types this. */
    Shell onTerminal(String typed) {
        this.terminals = new Terminals(true, true);
        this.typed = typed;
        return this;
    }

    Ran run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new BufferedReader(new StringReader(typed)),
                terminals);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--socket");
        all.add(socket.toString());
        int exit = Kvmherd.run(console, new FakePace(), all.toArray(String[]::new));
        return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** How a command line ended. */
    record Ran(int exit, String out, String err) {}
}
