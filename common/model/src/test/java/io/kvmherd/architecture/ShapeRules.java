package io.kvmherd.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** R6, R8 and R10: how a type looks, is called and fails. */
final class ShapeRules {

    private static final Set<String> CLOSED_PACKAGES = Set.of("engine", "model", "protocol", "api");

    private static final Pattern EMPTY_NAME =
            Pattern.compile("(?:.*[a-z0-9])?(?:Impl|Manager|Helper|Utils?|Base|Dto|DTO|Info)");

    private static final Set<String> MAY_CROSS = Set.of("KvmherdException", "InterruptedException");

    private ShapeRules() {}

    static List<String> openTypes(ModuleCode module) {
        return module.classes().stream()
                .filter(type ->
                        Arrays.stream(type.getPackageName().split("\\.", -1)).anyMatch(CLOSED_PACKAGES::contains))
                .filter(ShapeRules::isNamed)
                .filter(ShapeRules::isOpen)
                .map(type -> type.getFullName() + " can be extended by anybody")
                .toList();
    }

    static List<String> emptyNames(ModuleCode module) {
        return module.classes().stream()
                .filter(ShapeRules::isNamed)
                .filter(type -> EMPTY_NAME.matcher(type.getSimpleName()).matches())
                .map(type -> type.getFullName() + " has a name that says nothing")
                .toList();
    }

    static List<String> foreignExceptions(ModuleCode module) {
        var violations = new ArrayList<String>();
        for (JavaClass type : module.classes()) {
            if (type.isAssignableTo(Throwable.class) && isPublic(type) && !MAY_CROSS.contains(type.getSimpleName())) {
                violations.add(type.getFullName() + " is a public exception of its own");
            }
            if (module.pure() && isPublic(type)) {
                type.getMethods().stream()
                        .filter(ShapeRules::throwsAForeignException)
                        .forEach(method -> violations.add(method.getFullName() + " declares a foreign exception"));
            }
        }
        return violations;
    }

    private static boolean throwsAForeignException(JavaMethod method) {
        return method.getModifiers().contains(JavaModifier.PUBLIC)
                && method.getExceptionTypes().stream()
                        .anyMatch(
                                thrown -> !MAY_CROSS.contains(thrown.toErasure().getSimpleName()));
    }

    private static boolean isNamed(JavaClass type) {
        return !type.isAnonymousClass()
                && !type.isLocalClass()
                && !type.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC);
    }

    private static boolean isOpen(JavaClass type) {
        return !type.isRecord()
                && !type.isEnum()
                && !type.isAnnotation()
                && !type.getModifiers().contains(JavaModifier.FINAL)
                && !type.isAnnotatedWith(FunctionalInterface.class)
                && !isSealed(type);
    }

    /** ArchUnit does not tell whether a type is sealed; the class file does. */
    private static boolean isSealed(JavaClass type) {
        var source = type.getSource().orElseThrow();
        try {
            var bytes = Files.readAllBytes(Path.of(source.getUri()));
            return ClassFile.of()
                    .parse(bytes)
                    .findAttribute(Attributes.permittedSubclasses())
                    .isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the class file of " + type.getFullName(), e);
        }
    }
}
