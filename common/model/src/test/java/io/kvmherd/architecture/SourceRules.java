package io.kvmherd.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** R11 and R12: what only the sources tell. */
final class SourceRules {

    private static final int PACKAGE_COMMENT_LEAST_WORDS = 10;

    private static final Pattern COMMENT_BEFORE_PACKAGE =
            Pattern.compile("/\\*\\*(.*?)\\*/.*?@NullMarked\\s+package ", Pattern.DOTALL);

    private SourceRules() {}

    static List<String> unexplainedPackages(ModuleCode module) {
        var packages = new TreeSet<Path>();
        module.sources().forEach(file -> packages.add(file.getParent()));
        var violations = new ArrayList<String>();
        for (Path folder : packages) {
            var name = module.sourceRoot().relativize(folder).toString().replace('/', '.');
            var file = folder.resolve("package-info.java");
            if (!Files.exists(file)) {
                violations.add("package " + name + " has no package-info.java");
            } else if (!isExplained(file)) {
                violations.add("package-info.java of " + name + " lacks @NullMarked or a comment of at least "
                        + PACKAGE_COMMENT_LEAST_WORDS + " words");
            }
        }
        return violations;
    }

    static List<String> oversizedCode(ModuleCode module) {
        return SizeScan.of(module.sourceRoot(), module.sources());
    }

    private static boolean isExplained(Path packageInfo) {
        try {
            var comment = COMMENT_BEFORE_PACKAGE.matcher(Files.readString(packageInfo));
            return comment.find()
                    && comment.group(1).replace("*", " ").strip().split("\\s+", -1).length
                            >= PACKAGE_COMMENT_LEAST_WORDS;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + packageInfo, e);
        }
    }
}
