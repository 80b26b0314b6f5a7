package io.kvmherd.architecture;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * All rules that the build enforces, by the number that a review uses.
 *
 * <p>Each carries its remedy, because the person who reads a violation has just broken the rule in good faith and wants to
 * know where the code belongs, not that a tool is unhappy.
 */
public enum HouseRule {
    R1(
            "the pure modules see only JDK value types, each other and JSpecify."
                    + " Put the foreign library behind a port and use it in an adapter of the daemon",
            PurityRules::foreignTypes),
    R2(
            "the pure modules have no clock, thread, logger, unseeded random or unordered collection."
                    + " Take the time, the id or the seed as an argument; use List, TreeMap, TreeSet, LinkedHashMap, EnumMap,"
                    + " and give Collectors.toMap or groupingBy an ordered map",
            PurityRules::impureCalls),
    R3(
            "dependencies run engine <- app <- adapter <- Main."
                    + " Let two adapters meet in Wiring, through a port, and never reach back to Main or Wiring",
            BoundaryRules::adaptersThatKnowTooMuch),
    R4(
            "each foreign library has one home: Hazelcast in ..hazelcast.., Vert.x in ..http.. ..link.. Main and Wiring,"
                    + " libvirt and JNA in ..libvirt.. (and SdNotify), SQL in ..store.., Micrometer in ..metrics.."
                    + " Move the code into that package and pass a type of our own out of it",
            BoundaryRules::librariesOutsideTheirHome),
    R5(
            "agent and controller never see each other, and the CLI sees neither daemon, Hazelcast nor Vert.x."
                    + " Put what both sides need into common/model or common/runtime",
            BoundaryRules::sidesThatSeeEachOther),
    R6(
            "types in engine, model, protocol and api are records, enums, sealed interfaces, function types or final classes."
                    + " Make the class final, or the interface sealed (or @FunctionalInterface)",
            ShapeRules::openTypes),
    R7(
            "packages form no cycle. Move the shared type down, or turn one direction into a port",
            BoundaryRules::packageCycles),
    R8(
            "no type's last word is Impl, Manager, Helper, Util, Utils, Base, Dto or Info."
                    + " Name what it does: the port has the domain's name, the adapter its technology in front",
            ShapeRules::emptyNames),
    R9(
            "nothing blocks an event loop or the ControlLoop."
                    + " Hand the work to a thread of its own and come back with an event",
            BlockingRules::blockingCalls),
    R10(
            "one exception type, KvmherdException with an ErrorCode, crosses boundaries."
                    + " Translate at the adapter in its one table, or make the exception package-private",
            ShapeRules::foreignExceptions),
    R11(
            "every package has a package-info.java with @NullMarked and a comment that says purpose and invariant."
                    + " Write it before the second class",
            SourceRules::unexplainedPackages),
    R12(
            "a method has at most 60 lines, a file 400, a method 5 parameters."
                    + " Split it by idea; if it must be longer, write '// size: the reason' on the line above the declaration",
            SourceRules::oversizedCode);

    private final String remedy;
    private final Function<ModuleCode, List<String>> check;

    HouseRule(String remedy, Function<ModuleCode, List<String>> check) {
        this.remedy = remedy;
        this.check = check;
    }

    /** One test for each rule over the module whose folder is given; the module must be compiled. */
    public static Stream<DynamicTest> testsOf(Path moduleFolder) {
        var module = ModuleCode.at(moduleFolder);
        return Arrays.stream(values()).map(rule -> dynamicTest(rule.title(), () -> rule.enforceOn(module)));
    }

    /** What breaks this rule in the module, one line each, sorted; empty when nothing does. */
    List<String> violations(ModuleCode module) {
        return check.apply(module).stream().distinct().sorted().toList();
    }

    private String title() {
        return name() + ": " + remedy.substring(0, remedy.indexOf('.'));
    }

    private void enforceOn(ModuleCode module) {
        var violations = violations(module);
        if (!violations.isEmpty()) {
            throw new AssertionError("%s: %s. Broken %d times in %s:%n  %s"
                    .formatted(name(), remedy, violations.size(), module.name(), String.join("\n  ", violations)));
        }
    }
}
