package io.kvmherd.cli.output;

import io.kvmherd.cli.client.Complaint;
import io.kvmherd.common.api.ReasonResource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * The two streams that the command writes to, and the one it may ask on. Its methods exclude each other, since the notice
 * at Ctrl-C comes from a thread of its own.
 */
public final class Console {
    private static final int REASONS_SHOWN = 12;
    private static final String CLEAR_LINE = "\r\u001B[K";
    private static final String CUT_AT_EDGE = "\u001B[?7l";
    private static final String BREAK_AT_EDGE = "\u001B[?7h";

    private final PrintStream out;
    private final PrintStream err;
    private final BufferedReader in;
    private final Terminals terminals;
    private boolean lineOpen;

    public Console(PrintStream out, PrintStream err, BufferedReader in, Terminals terminals) {
        this.out = out;
        this.err = err;
        this.in = in;
        this.terminals = terminals;
    }

    /** Something that was asked for; standard output. */
    public synchronized void data(List<String> lines) {
        closeLine();
        lines.forEach(out::println);
        out.flush();
    }

    /** Something said beside; standard error. */
    public synchronized void note(String line) {
        closeLine();
        err.println(line);
    }

    /** What, why and what to do next, and the rules' reasons if there are any; standard error. */
    public void complain(Complaint complaint) {
        note("kvmherd: " + complaint.what());
        note("  why:  " + (complaint.why().isEmpty() ? "not told" : complaint.why()));
        note("  next: " + (complaint.next().isEmpty() ? "--help shows what can be done" : complaint.next()));
        complaint.reasons().stream()
                .limit(REASONS_SHOWN)
                .flatMap(reason -> ReasonLines.of("  - " + hostOf(reason), reason).stream())
                .forEach(this::note);
        int more = complaint.reasons().size() - REASONS_SHOWN;
        if (more > 0) {
            note("  and " + Units.count(more, "more reason") + "; kvmherd guest explain shows what each host says");
        }
    }

    /** Whether changing lines can be drawn. */
    public boolean canRedraw() {
        return terminals.errIsTerminal();
    }

    /** Draws over the last drawn line; the terminal cuts what is too long for it. Only where {@link #canRedraw()}. */
    public synchronized void redraw(String line) {
        err.print(CLEAR_LINE + CUT_AT_EDGE + line + BREAK_AT_EDGE);
        err.flush();
        lineOpen = true;
    }

    /** Whether somebody is there who can answer. */
    public boolean canAsk() {
        return terminals.inIsTerminal() && terminals.errIsTerminal();
    }

    /** Asks, and waits for the answer; anything but yes is no. Only where {@link #canAsk()}. */
    public boolean ask(String question) {
        err.print(question + " [y/N] ");
        err.flush();
        try {
            String answer = in.readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        } catch (IOException e) {
            return false;
        }
    }

    /** A problem's reasons stand in no host's verdict, so they name their host; the sentence does not always. */
    private static String hostOf(ReasonResource reason) {
        String host = reason.names().getOrDefault("host", "");
        return host.isEmpty() || reason.text().contains(" " + host) ? "" : host + ": ";
    }

    private void closeLine() {
        if (lineOpen) {
            err.print(CLEAR_LINE);
            err.flush();
            lineOpen = false;
        }
    }
}
