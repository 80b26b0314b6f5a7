package io.kvmherd.architecture;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/**
 * A small module made of source texts, compiled on the spot, for rules to judge.
 *
 * <p>Real classes that break rules would break the build they lie in, and most would need libraries that the model must not
 * see. Sources outside {@code io.kvmherd} play those libraries: they are compiled beside the module, not into it.
 */
final class SampleModule {

    private static final Pattern PACKAGE = Pattern.compile("package ([a-z0-9.]+);");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum) (\\w+)");

    private SampleModule() {}

    /** Writes, compiles and reads a module; its last two folders are {@code name}, such as {@code agent/core}. */
    static ModuleCode of(Path scratch, String name, String... sources) throws IOException {
        var folder = scratch.resolve(name);
        var libraries = Files.createDirectories(scratch.resolve("libraries"));
        var classes = Files.createDirectories(folder.resolve("target/classes"));
        var foreign = new ArrayList<Path>();
        var own = new ArrayList<Path>();
        for (String source : sources) {
            if (source.contains("package io.kvmherd.")) {
                own.add(write(folder.resolve("src/main/java"), source));
            } else {
                foreign.add(write(scratch.resolve("library-sources"), source));
            }
        }
        compile(foreign, libraries, libraries);
        compile(own, libraries, classes);
        return ModuleCode.at(folder);
    }

    private static Path write(Path root, String source) throws IOException {
        var found = PACKAGE.matcher(source);
        if (!found.find()) {
            throw new IllegalArgumentException("no package in: " + source);
        }
        var type = TYPE.matcher(source.substring(found.end()));
        var file = type.find() ? type.group(1) : "package-info";
        var folder = Files.createDirectories(root.resolve(found.group(1).replace('.', '/')));
        return Files.writeString(folder.resolve(file + ".java"), source);
    }

    private static void compile(List<Path> sources, Path libraries, Path target) throws IOException {
        if (sources.isEmpty()) {
            return;
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            var classPath = libraries + System.getProperty("path.separator") + System.getProperty("java.class.path");
            var options = List.of("-proc:none", "-nowarn", "-cp", classPath, "-d", target.toString());
            var units = files.getJavaFileObjectsFromPaths(sources);
            if (!compiler.getTask(messages, files, null, options, null, units).call()) {
                throw new IllegalArgumentException("the sample does not compile: " + messages);
            }
        }
    }
}
