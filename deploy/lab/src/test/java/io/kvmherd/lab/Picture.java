package io.kvmherd.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The state of the lab at the moment in which a test failed: {@code seen.txt} with what controller and libvirt tell, the programs'
 * logs, and what each of their threads does. What cannot be had any more is said there instead; taking it never fails a test.
 */
final class Picture {
    private static final String SEEN = "seen.txt";
    private static final int DEPTH = 4;
    private static final int LONGEST = 4_000;
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final List<String> seen = new ArrayList<>();

    Picture(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Blocks, half a minute at most for each thing that does not answer. */
    void keepIn(Path folder) {
        try {
            Files.createDirectories(folder);
            for (Path file : files(".log")) {
                look("log " + file, () -> copied(file, folder.resolve(flat(file))));
            }
            for (Path file : files("agent.pid", "controller.pid")) {
                look("threads of " + file, () -> threads(file, folder.resolve(flat(file) + ".threads")));
            }
            look("hosts", () -> cluster.api().get("/v1/hosts").body());
            look("guests", () -> cluster.api().get("/v1/guests?limit=500").body());
            look(
                    "open operations",
                    () -> cluster.api()
                            .get("/v1/operations?open=true&limit=500")
                            .body());
            cluster.lab()
                    .namespaceHosts()
                    .forEach(host ->
                            look("libvirt of " + host, () -> cluster.lab().listedWithin(LOOK, host)));
            Files.write(folder.resolve(SEEN), seen);
        } catch (IOException | UncheckedIOException e) {
            System.out.println("no picture of the lab can be kept in " + folder + ": " + e);
        }
    }

    private void look(String what, Supplier<String> looked) {
        try {
            String told = looked.get();
            seen.add(what + ": " + told.substring(0, Math.min(told.length(), LONGEST)));
        } catch (RuntimeException | AssertionError e) {
            seen.add(what + ": cannot be told: " + e.getMessage());
        }
    }

    private static List<Path> files(String... endings) throws IOException {
        if (!Lab.isUp()) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(Lab.STATE, DEPTH)) {
            return files.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .toList();
        }
    }

    private static String flat(Path file) {
        return Lab.STATE.relativize(file).toString().replace('/', '-');
    }

    private static String copied(Path file, Path to) {
        try {
            return Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param file begins with the id of a process of Java */
    private static String threads(Path file, Path to) {
        try {
            String id = Files.readString(file).strip().split(" ", 2)[0];
            String jcmd =
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            Run run = Run.of(LOOK, Map.of(), List.of(jcmd, id, "Thread.print"));
            return Files.writeString(to, run.out() + run.err()).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
