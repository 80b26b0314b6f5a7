package io.kvmherd.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * R12's measure, taken from the compiler's own syntax tree.
 *
 * <p>A method is measured from its first modifier or annotation to its closing brace, its comment apart. A record's canonical
 * constructor may have as many parameters as the record has components. An exception is a line {@code // size: the reason}
 * directly above the declaration: of the method, or of the file's first type for the length of the file.
 */
final class SizeScan extends TreePathScanner<@Nullable Void, @Nullable Void> {

    private static final int METHOD_LINES_MAX = 60;
    private static final int FILE_LINES_MAX = 400;
    private static final int PARAMETERS_MAX = 5;

    private static final Pattern EXCEPTION = Pattern.compile("\\s*// size: \\S+ \\S+.*");

    private final String file;
    private final List<String> lines;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> violations = new ArrayList<>();

    private SizeScan(String file, CompilationUnitTree unit, SourcePositions positions) throws IOException {
        this.file = file;
        this.lines =
                unit.getSourceFile().getCharContent(true).toString().lines().toList();
        this.unit = unit;
        this.positions = positions;
    }

    static List<String> of(Path root, List<Path> sources) {
        if (sources.isEmpty()) {
            return List.of();
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            var units = files.getJavaFileObjectsFromPaths(sources);
            var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, units);
            var positions = Trees.instance(task).getSourcePositions();
            var violations = new ArrayList<String>();
            for (CompilationUnitTree unit : task.parse()) {
                var name =
                        root.relativize(Path.of(unit.getSourceFile().toUri())).toString();
                violations.addAll(new SizeScan(name, unit, positions).run());
            }
            return violations;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the sources under " + root, e);
        }
    }

    private List<String> run() {
        if (lines.size() > FILE_LINES_MAX && unit.getTypeDecls().stream().noneMatch(this::isExcepted)) {
            violations.add("%s has %d lines, the limit is %d".formatted(file, lines.size(), FILE_LINES_MAX));
        }
        scan(unit, null);
        return violations;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        long length = lineOfEnd(method) - lineOfStart(method) + 1;
        if (length > METHOD_LINES_MAX && !isExcepted(method)) {
            report(method, length + " lines, the limit is " + METHOD_LINES_MAX);
        }
        int parameters = method.getParameters().size();
        if (parameters > PARAMETERS_MAX && !isCanonicalConstructor(method, parameters) && !isExcepted(method)) {
            report(method, parameters + " parameters, the limit is " + PARAMETERS_MAX);
        }
        return super.visitMethod(method, unused);
    }

    private void report(MethodTree method, String what) {
        violations.add("%s:%d %s has %s".formatted(file, lineOfStart(method), method.getName(), what));
    }

    private boolean isCanonicalConstructor(MethodTree method, int parameters) {
        return getCurrentPath().getParentPath().getLeaf() instanceof ClassTree owner
                && owner.getKind() == Tree.Kind.RECORD
                && method.getName().contentEquals("<init>")
                && parameters == components(owner);
    }

    private static long components(ClassTree owner) {
        return owner.getMembers().stream()
                .filter(member -> member instanceof VariableTree field
                        && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .count();
    }

    private boolean isExcepted(Tree declaration) {
        int above = (int) lineOfStart(declaration) - 2;
        return above >= 0 && EXCEPTION.matcher(lines.get(above)).matches();
    }

    private long lineOfStart(Tree tree) {
        return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }

    private long lineOfEnd(Tree tree) {
        return unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
    }
}
