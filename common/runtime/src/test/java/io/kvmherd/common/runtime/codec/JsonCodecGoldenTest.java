package io.kvmherd.common.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.LinkMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Pins the bytes of the wire format. A change of a golden file is a change of the protocol: hosts and controllers of two
 * builds talk to each other during every upgrade.
 */
class JsonCodecGoldenTest {
    private static final JsonCodec CODEC = JsonCodec.wire();

    @TestFactory
    Stream<DynamicTest> writesTheGoldenBytes() {
        return SampleMessages.all().entrySet().stream()
                .map(sample -> DynamicTest.dynamicTest(
                        sample.getKey(),
                        () -> assertThat(CODEC.writeText(sample.getValue())).isEqualTo(golden(sample.getKey()))));
    }

    @TestFactory
    Stream<DynamicTest> readsTheGoldenBytesBack() {
        return SampleMessages.all().entrySet().stream()
                .map(sample -> DynamicTest.dynamicTest(
                        sample.getKey(),
                        () -> assertThat(CODEC.readText(golden(sample.getKey()), typeOf(sample.getValue())))
                                .isEqualTo(sample.getValue())));
    }

    @Test
    void everyMessageCommandAndResultHasASample() {
        Set<String> needed = new TreeSet<>();
        Stream.of(LinkMessage.class, AgentCommand.class, CommandResult.class).forEach(root -> collect(root, needed));

        Set<String> sampled = new TreeSet<>(SampleMessages.all().keySet());

        assertThat(sampled).containsAll(needed);
    }

    @Test
    void theVersionStandsFirstInAReportAndRightAfterTheTypeInAMessage() throws IOException {
        assertThat(golden("host-report")).startsWith("{\"version\":1,");
        assertThat(golden("agent-greeting")).startsWith("{\"type\":\"agent-greeting\",\"version\":1,");
        assertThat(golden("controller-hello")).startsWith("{\"type\":\"controller-hello\",\"version\":1,");
    }

    @Test
    void readsAnOlderGreetingThatLacksAField() {
        String older = """
                {"type":"agent-greeting","version":1,"host":"h1","generation":{"bootId":"b"}}""";

        LinkMessage.AgentGreeting greeting = CODEC.readText(older, LinkMessage.AgentGreeting.class);

        assertThat(greeting.highestEpoch()).isZero();
        assertThat(greeting.generation().agentIncarnation()).isZero();
        assertThat(greeting.mode()).isEmpty();
    }

    @Test
    void readsAnOlderReportWithoutListsAndTexts() throws IOException {
        String older = golden("host-report")
                .replaceFirst("\"guests\":\\[.*]", "\"unused\":0")
                .replaceFirst("\"authentication\":\"\",", "")
                .replaceFirst("\"networks\":\\[\"default\"],", "");

        HostReport report = CODEC.readText(older, HostReport.class);

        assertThat(report.guests()).isEmpty();
        assertThat(report.authentication()).isEmpty();
        assertThat(report.facts().networks()).isEmpty();
    }

    @Test
    void readsANewerMessageOfTheSameVersionAndIgnoresWhatItAdds() {
        String newer = """
                {"type":"guest-vanished","guest":"01939d3c-0000-7000-8000-00000000000a","why":{"by":["virsh"]},"since":3}""";

        LinkMessage message = CODEC.readText(newer, LinkMessage.class);

        assertThat(message).isEqualTo(new LinkMessage.GuestVanished(SampleValues.GUEST));
    }

    private static Class<?> typeOf(Object sample) {
        return sample instanceof LinkMessage ? LinkMessage.class : sample.getClass();
    }

    private static void collect(Class<?> root, Set<String> into) {
        List.of(root.getPermittedSubclasses()).forEach(permitted -> {
            if (permitted.isRecord()) {
                into.add(SealedTypes.nameOf(permitted));
            } else {
                collect(permitted, into);
            }
        });
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = JsonCodecGoldenTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            assertThat(file).as("golden file of %s", name).isNotNull();
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        }
    }
}
