package io.kvmherd.cli;

import io.kvmherd.cli.client.Pace;
import io.kvmherd.cli.client.Rehearsal;
import io.kvmherd.cli.command.Kvmherd;
import io.kvmherd.cli.output.Console;
import io.kvmherd.cli.output.Terminals;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The program's entry. */
final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Console console = new Console(out, err, in, Terminals.own());
        int exit = Kvmherd.run(console, Pace.REAL, arguments);
        out.flush();
        if (Boolean.getBoolean("kvmherd.rehearse")) {
            Kvmherd.rehearse(console);
            Rehearsal.run();
        }
        System.exit(exit);
    }
}
