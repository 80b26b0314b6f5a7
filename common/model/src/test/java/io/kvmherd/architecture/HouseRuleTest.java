package io.kvmherd.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves of each rule that it can fail, and that it lets pass what it should. */
final class HouseRuleTest {

    @TempDir
    private Path scratch;

    @Test
    void everyRuleLetsWellMadeCodePass() throws IOException {
        var module = SampleModule.of(scratch, "controller/engine", """
                /** Says in more than ten words what this package is for and what always holds in it. */
                @NullMarked
                package io.kvmherd.controller.engine;

                import org.jspecify.annotations.NullMarked;
                """, """
                package io.kvmherd.controller.engine;
                import java.util.*;
                import java.util.stream.*;
                public sealed interface Step {
                    record Move(String guest, Map<String, Long> load, long a, long b, long c, long d) implements Step {
                        public Move(String guest, Map<String, Long> load, long a, long b, long c, long d) {
                            this.guest = guest; this.load = new TreeMap<>(load); this.a = a; this.b = b; this.c = c; this.d = d;
                        }
                    }
                    enum Wait implements Step { SHORT { int of() { return 1; } }; abstract int of(); }
                    @FunctionalInterface interface Weight { double of(Step step); }
                    static Map<Boolean, List<Step>> split(List<Step> steps) {
                        return steps.stream().collect(Collectors.groupingBy(s -> s instanceof Move, TreeMap::new, Collectors.toList()));
                    }
                    static Map<String, Step> none() { return Map.of(); }
                    static int draw(long seed) { return new Random(seed).nextInt(); }
                    static String text(Step step) { return switch (step) { case Move m -> "move " + m.guest(); case Wait w -> "wait"; }; }
                }
                """);

        var violations = Arrays.stream(HouseRule.values())
                .flatMap(rule -> rule.violations(module).stream())
                .toList();

        assertThat(violations).isEmpty();
    }

    @Test
    void r1RefusesATypeThatIsNoValueInAPureModule() throws IOException {
        var types = List.of(
                "java.nio.file.Path",
                "java.util.concurrent.ExecutorService",
                "java.net.Socket",
                "com.hazelcast.map.IMap");
        var fields = IntStream.range(0, types.size())
                .mapToObj(i -> types.get(i) + " foreign" + i + ";")
                .collect(Collectors.joining());
        var module = SampleModule.of(
                scratch,
                "agent/core",
                "package com.hazelcast.map; public interface IMap {}",
                "package io.kvmherd.agent.core; final class Guard { %s }".formatted(fields));

        var violations = HouseRule.R1.violations(module);

        assertThat(violations).hasSameSizeAs(types);
        assertThat(types).allMatch(type -> violations.toString().contains(type));
    }

    @Test
    void r2RefusesWhatDiffersBetweenTwoRuns() throws IOException {
        var expressions = List.of(
                "Instant.now()",
                "System.nanoTime()",
                "Clock.systemUTC()",
                "new Thread()",
                "new Random()",
                "Math.random()",
                "UUID.randomUUID()",
                "new HashMap<String, String>()",
                "(java.util.function.Supplier<Object>) HashSet::new",
                "Map.of(\"a\", 1)",
                "Set.copyOf(List.of())",
                "Stream.of(1).collect(Collectors.toSet())",
                "Stream.of(1).collect(Collectors.toMap(i -> i, i -> i))",
                "Stream.of(1).collect(Collectors.groupingBy(i -> i))",
                "List.of().parallelStream()",
                "System.getLogger(\"x\")");
        var methods = IntStream.range(0, expressions.size())
                .mapToObj(i -> "Object at%02d() { return %s; }".formatted(i, expressions.get(i)))
                .collect(Collectors.joining("\n"));
        var module = SampleModule.of(scratch, "controller/app", """
                package io.kvmherd.controller.app;
                import java.time.*;
                import java.util.*;
                import java.util.stream.*;
                final class Turn { %s }
                """.formatted(methods));

        var violations = HouseRule.R2.violations(module);

        assertThat(IntStream.range(0, expressions.size()))
                .allMatch(i -> violations.toString().contains("Turn.at%02d(".formatted(i)));
    }

    @Test
    void r2LeavesTheDaemonsAlone() throws IOException {
        var module = SampleModule.of(
                scratch,
                "agent/daemon",
                "package io.kvmherd.agent.linux; final class Clocks { long now() { return System.nanoTime(); } }");

        var violations = HouseRule.R2.violations(module);

        assertThat(violations).isEmpty();
    }

    @Test
    void r3RefusesAnAdapterThatKnowsAnotherOrReachesBackToWiring() throws IOException {
        var module = SampleModule.of(
                scratch,
                "controller/server",
                "package io.kvmherd.controller.store; public final class SqlLeadership {}",
                "package io.kvmherd.controller.http; final class Routes { io.kvmherd.controller.store.SqlLeadership lease; }",
                "package io.kvmherd.controller; public final class Wiring { io.kvmherd.controller.store.SqlLeadership lease; }",
                "package io.kvmherd.controller.link; final class Server { io.kvmherd.controller.Wiring wiring; }");

        var violations = HouseRule.R3.violations(module);

        assertThat(violations)
                .hasSize(2)
                .anyMatch(line -> line.contains("Routes.lease"))
                .anyMatch(line -> line.contains("Server.wiring"));
    }

    @Test
    void r4RefusesALibraryOutsideItsHome() throws IOException {
        var module = SampleModule.of(
                scratch,
                "controller/server",
                "package com.hazelcast.map; public interface IMap {}",
                "package io.vertx.core; public interface Vertx {}",
                "package com.sun.jna; public interface Library {}",
                "package io.micrometer.core; public interface Meter {}",
                "package io.kvmherd.controller.hazelcast; final class Reports { com.hazelcast.map.IMap map; }",
                "package io.kvmherd.controller; final class Main { io.vertx.core.Vertx vertx; }",
                "package io.kvmherd.controller; interface SdNotify extends com.sun.jna.Library {}",
                "package io.kvmherd.controller.store; final class A { com.hazelcast.map.IMap map; }",
                "package io.kvmherd.controller.store; final class B { io.vertx.core.Vertx vertx; }",
                "package io.kvmherd.controller.http; final class C { com.sun.jna.Library library; }",
                "package io.kvmherd.controller.http; final class D { java.sql.Connection connection; }",
                "package io.kvmherd.controller.link; final class E { io.micrometer.core.Meter meter; }");

        var violations = HouseRule.R4.violations(module);

        assertThat(violations)
                .hasSize(5)
                .anyMatch(line -> line.contains("A.map"))
                .anyMatch(line -> line.contains("B.vertx"))
                .anyMatch(line -> line.contains("C.library"))
                .anyMatch(line -> line.contains("D.connection"))
                .anyMatch(line -> line.contains("E.meter"));
    }

    @Test
    void r5RefusesSidesThatSeeEachOther() throws IOException {
        var module = SampleModule.of(
                scratch,
                "controller/cli",
                "package io.vertx.core; public interface Vertx {}",
                "package io.kvmherd.agent.core; public final class Guard { io.kvmherd.controller.app.Turn turn; }",
                "package io.kvmherd.controller.app; public final class Turn { io.kvmherd.agent.core.Guard guard; }",
                "package io.kvmherd.cli; final class Place { io.kvmherd.controller.app.Turn turn; io.vertx.core.Vertx vertx; }",
                "package io.kvmherd.controller.simulator; final class World { io.kvmherd.agent.core.Guard guard; }");

        var violations = HouseRule.R5.violations(module);

        assertThat(violations)
                .hasSize(4)
                .anyMatch(line -> line.contains("Guard.turn"))
                .anyMatch(line -> line.contains("Turn.guard"))
                .anyMatch(line -> line.contains("Place.turn"))
                .anyMatch(line -> line.contains("Place.vertx"));
    }

    @Test
    void r6RefusesAnOpenClassAndAnOpenInterface() throws IOException {
        var module = SampleModule.of(
                scratch,
                "controller/engine",
                "package io.kvmherd.controller.engine.placement; class Placer {}",
                "package io.kvmherd.controller.engine.placement; interface Filter { int a(); int b(); }");

        var violations = HouseRule.R6.violations(module);

        assertThat(violations)
                .hasSize(2)
                .anyMatch(line -> line.contains("Placer"))
                .anyMatch(line -> line.contains("Filter"));
    }

    @Test
    void r7RefusesPackagesThatLeadBackToEachOther() throws IOException {
        var module = SampleModule.of(
                scratch,
                "controller/engine",
                "package io.kvmherd.controller.engine.a; public final class A { io.kvmherd.controller.engine.b.B b; }",
                "package io.kvmherd.controller.engine.b; public final class B { io.kvmherd.controller.engine.c.C c; }",
                "package io.kvmherd.controller.engine.c; public final class C { io.kvmherd.controller.engine.a.A a; }");

        var violations = HouseRule.R7.violations(module);

        assertThat(violations).hasSize(3);
    }

    @Test
    void r8RefusesANameThatSaysNothing() throws IOException {
        var names = List.of(
                "PlacerImpl",
                "GuestManager",
                "XmlHelper",
                "StringUtil",
                "Utils",
                "AbstractBase",
                "HostDto",
                "HostInfo");
        var module = SampleModule.of(
                scratch,
                "common/runtime",
                "package io.kvmherd.common.codec; final class Codec { %s }".formatted(nested(names)));

        var violations = HouseRule.R8.violations(module);

        assertThat(violations).hasSameSizeAs(names);
    }

    @Test
    void r8LooksAtTheLastWordOnly() throws IOException {
        var names = List.of("Database", "ManagerElection", "Infopoint");
        var module = SampleModule.of(
                scratch,
                "common/runtime",
                "package io.kvmherd.common.codec; final class Codec { %s }".formatted(nested(names)));

        var violations = HouseRule.R8.violations(module);

        assertThat(violations).isEmpty();
    }

    @Test
    void r9RefusesToWaitOnAnEventLoopAndOnTheControlLoop() throws IOException {
        var module = SampleModule.of(scratch, "controller/server", """
                package io.kvmherd.controller.http;
                final class Routes { void wait(java.util.concurrent.Future<?> f) throws Exception { f.get(); } }
                """, """
                package io.kvmherd.controller.loop;
                final class ControlLoop { void nap() throws Exception { Thread.sleep(1); } }
                """, """
                package io.kvmherd.controller.store;
                final class StoreWriter { void nap() throws Exception { Thread.sleep(1); } }
                """);

        var violations = HouseRule.R9.violations(module);

        assertThat(violations)
                .hasSize(2)
                .anyMatch(line -> line.contains("Routes.wait"))
                .anyMatch(line -> line.contains("ControlLoop.nap"));
    }

    @Test
    void r10RefusesAnExceptionTypeOfItsOwnAcrossABoundary() throws IOException {
        var module = SampleModule.of(
                scratch,
                "common/model",
                "package io.kvmherd.common.failure; public final class KvmherdException extends RuntimeException {}",
                "package io.kvmherd.common.model; final class Unreadable extends RuntimeException {}",
                "package io.kvmherd.common.model; public final class HostLost extends RuntimeException {}",
                """
                package io.kvmherd.common.model;
                public final class Reader { public void read() throws java.io.IOException {} }
                """);

        var violations = HouseRule.R10.violations(module);

        assertThat(violations)
                .hasSize(2)
                .anyMatch(line -> line.contains("HostLost"))
                .anyMatch(line -> line.contains("Reader.read"));
    }

    @Test
    void r11RefusesAPackageWithoutAWordAboutItself() throws IOException {
        var module = SampleModule.of(
                scratch,
                "common/model",
                "package io.kvmherd.common.silent; final class A {}",
                "@org.jspecify.annotations.NullMarked\npackage io.kvmherd.common.curt;",
                "/** Many words about this package, its purpose and its invariant, but no mark. */\npackage io.kvmherd.common.open;");

        var violations = HouseRule.R11.violations(module);

        assertThat(violations)
                .hasSize(3)
                .anyMatch(line -> line.contains("io.kvmherd.common.silent"))
                .anyMatch(line -> line.contains("io.kvmherd.common.curt"))
                .anyMatch(line -> line.contains("io.kvmherd.common.open"));
    }

    @Test
    void r12RefusesALongMethodALongFileAndManyParameters() throws IOException {
        var module = SampleModule.of(
                scratch,
                "common/model",
                "package io.kvmherd.common.a; final class Long { %s }".formatted(method("run()", 60)),
                "package io.kvmherd.common.a; final class Wide { void run(int a, int b, int c, int d, int e, int f) {} }",
                "package io.kvmherd.common.a; final class Tall { %s }".formatted("\n".repeat(400)));

        var violations = HouseRule.R12.violations(module);

        assertThat(violations)
                .containsExactly(
                        "io/kvmherd/common/a/Long.java:1 run has 61 lines, the limit is 60",
                        "io/kvmherd/common/a/Tall.java has 401 lines, the limit is 400",
                        "io/kvmherd/common/a/Wide.java:1 run has 6 parameters, the limit is 5");
    }

    @Test
    void r12AcceptsAReasonAndWhatIsJustWithinTheLimits() throws IOException {
        var module = SampleModule.of(
                scratch,
                "common/model",
                "package io.kvmherd.common.a; final class Just { %s }".formatted(method("run()", 59)),
                "package io.kvmherd.common.a; final class Table {\n// size: one row each\n%s }"
                        .formatted(method("run()", 99)),
                "package io.kvmherd.common.a;\n// size: one row each\nfinal class Tall { %s }"
                        .formatted("\n".repeat(400)));

        var violations = HouseRule.R12.violations(module);

        assertThat(violations).isEmpty();
    }

    @Test
    void r12WantsMoreThanTheWordForAnException() throws IOException {
        var module = SampleModule.of(
                scratch,
                "common/model",
                "package io.kvmherd.common.a; final class Bare {\n// size:\n%s }".formatted(method("run()", 99)));

        var violations = HouseRule.R12.violations(module);

        assertThat(violations).hasSize(1);
    }

    @Test
    void makesOneTestOfEachRule() throws IOException {
        var module = SampleModule.of(scratch, "common/model", "package io.kvmherd.common.a; final class Only {}");

        var tests = HouseRule.testsOf(module.sourceRoot().resolve("../../..")).toList();

        assertThat(tests).hasSize(HouseRule.values().length);
        assertThat(List.of(HouseRule.values())).hasSize(12);
    }

    private static String nested(List<String> names) {
        return names.stream().map(name -> "static final class " + name + " {}").collect(Collectors.joining("\n"));
    }

    private static String method(String signature, int linesAfterTheFirst) {
        return IntStream.range(0, linesAfterTheFirst)
                .mapToObj(line -> "")
                .collect(Collectors.joining("\n", "void " + signature + " {\n", "}"));
    }
}
