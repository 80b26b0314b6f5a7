package io.kvmherd.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.GuestId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script runs as libvirt runs it, on the files that the board writes. */
final class QemuHookTest {
    private static final Path HOOK = Path.of("../../deploy/hooks/qemu").toAbsolutePath();
    private static final GuestId GUEST = GuestId.of("01939d3c-0000-7000-8000-00000000000a");

    @TempDir
    private Path folder;

    private FilePlacementBoard board = new FilePlacementBoard(Path.of("/nowhere"));

    @BeforeEach
    void openBoard() {
        board = new FilePlacementBoard(folder);
    }

    @Test
    void refusesToStartWhatWasBuriedHereAndSaysWhy() throws Exception {
        board.write(GUEST, List.of("buried 3"));

        Told told = run("prepare", ours(3));

        assertThat(told.exit()).isEqualTo(1);
        assertThat(told.said()).contains("guest web").contains("generation 3").contains("buried");
    }

    @Test
    void refusesAnArrivalUnderABuriedGeneration() throws Exception {
        board.write(GUEST, List.of("buried 3"));

        assertThat(run("migrate", ours(2)).exit()).isEqualTo(1);
    }

    @Test
    void refusesToStartWhatIsLeaving() throws Exception {
        board.write(GUEST, List.of("buried 2", "leaving 4"));

        assertThat(run("prepare", ours(4)).exit()).isEqualTo(1);
    }

    @Test
    void letsANewerGenerationStartAndArrive() throws Exception {
        board.write(GUEST, List.of("buried 3"));

        assertThat(run("prepare", ours(4)).exit()).isZero();
        assertThat(run("migrate", ours(4)).exit()).isZero();
    }

    @Test
    void letsAGuestPassThatTheGuardKnowsNothingOf() throws Exception {
        assertThat(run("migrate", ours(1)).exit()).isZero();
    }

    @Test
    void ignoresForeignGuestsAndOtherMoments() throws Exception {
        board.write(GUEST, List.of("buried 3"));

        assertThat(run("prepare", "<domain><name>web</name><uuid>" + GUEST + "</uuid></domain>")
                        .exit())
                .isZero();
        assertThat(run("stopped", ours(3)).exit()).isZero();
    }

    @Test
    void ignoresLinesThatItDoesNotUnderstand() throws Exception {
        board.write(GUEST, List.of("buried three", "planted 9"));

        assertThat(run("prepare", ours(3)).exit()).isZero();
    }

    @Test
    void forgetsAGuestWhoseFactsAreTakenAway() throws Exception {
        board.write(GUEST, List.of("buried 3"));
        board.write(GUEST, List.of());

        assertThat(run("prepare", ours(3)).exit()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    private Told run(String operation, String xml) throws IOException, InterruptedException {
        Path input = Files.writeString(folder.resolveSibling(folder.getFileName() + ".xml"), xml);
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", HOOK.toString(), "web", operation, "begin", "-")
                .redirectInput(input.toFile())
                .redirectErrorStream(true);
        builder.environment().put("KVMHERD_GUESTS", folder.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Told(process.waitFor(), said);
    }

    private static String ours(int placement) {
        return "<domain type='qemu'>\n  <name>web</name>\n  <uuid>" + GUEST + "</uuid>\n  <metadata>\n"
                + "    <kvmherd:guest xmlns:kvmherd=\"https://kvmherd.io/domain/1\" id=\"" + GUEST + "\" placement=\""
                + placement + "\"/>\n  </metadata>\n</domain>\n";
    }

    private record Told(int exit, String said) {}
}
