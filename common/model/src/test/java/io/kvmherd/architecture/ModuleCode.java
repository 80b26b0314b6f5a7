package io.kvmherd.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * One module as the rules see it: its compiled production classes and their sources, never its tests.
 *
 * @param name the last two folders, such as {@code agent/core}; they decide whether the purity rules apply
 */
record ModuleCode(String name, List<JavaClass> classes, Path sourceRoot, List<Path> sources) {

    private static final Set<String> PURE =
            Set.of("common/model", "agent/core", "controller/engine", "controller/app", "controller/simulator");

    static ModuleCode at(Path folder) {
        var absolute = folder.toAbsolutePath().normalize();
        int depth = absolute.getNameCount();
        var name = absolute.subpath(depth - 2, depth).toString();
        var sourceRoot = absolute.resolve("src/main/java");
        var sources = javaFilesUnder(sourceRoot);
        var classes = classesUnder(absolute.resolve("target/classes"));
        if (classes.isEmpty() && !sources.isEmpty()) {
            throw new IllegalStateException(
                    name + " has sources but no compiled classes, so nothing would be checked: compile it first");
        }
        return new ModuleCode(name, classes, sourceRoot, sources);
    }

    boolean pure() {
        return PURE.contains(name);
    }

    private static List<JavaClass> classesUnder(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        return new ClassFileImporter()
                .importPath(folder).stream()
                        .filter(found -> !found.getSimpleName().equals("package-info"))
                        .toList();
    }

    private static List<Path> javaFilesUnder(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + root, e);
        }
    }
}
