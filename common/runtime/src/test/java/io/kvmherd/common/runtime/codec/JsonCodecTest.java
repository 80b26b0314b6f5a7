package io.kvmherd.common.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.LinkMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonCodecTest {
    private static final JsonCodec WIRE = JsonCodec.wire();
    private static final JsonCodec STRICT = JsonCodec.strict();

    record Note(String text, int count, Optional<Instant> at, List<String> tags, Map<HostId, Long> perHost) {}

    record Ticket(HostId host, PlacementGeneration placement) {}

    @Test
    void writesAnIdAsItsTextAndLeavesOutAnEmptyOptional() {
        Note note = new Note("a", 1, Optional.empty(), List.of(), Map.of(new HostId("h1"), 3L));

        String json = WIRE.writeText(note);

        assertThat(json).isEqualTo("{\"text\":\"a\",\"count\":1,\"tags\":[],\"perHost\":{\"h1\":3}}");
    }

    @Test
    void writesTimesAsIsoText() {
        Note note = new Note("a", 1, Optional.of(Instant.parse("2026-01-02T03:04:05Z")), List.of(), Map.of());

        String json = WIRE.writeText(note);

        assertThat(json).contains("\"at\":\"2026-01-02T03:04:05Z\"");
        assertThat(WIRE.readText(json, Note.class)).isEqualTo(note);
    }

    @Test
    void readsAMapWhoseKeysAreIds() {
        Note note = WIRE.readText("{\"perHost\":{\"h1\":3}}", Note.class);

        assertThat(note.perHost()).containsExactly(Map.entry(new HostId("h1"), 3L));
    }

    @Test
    void takesEmptyOrNullForWhatIsMissing() {
        Note missing = WIRE.readText("{}", Note.class);
        Note nulls =
                WIRE.readText("{\"text\":null,\"count\":null,\"at\":null,\"tags\":null,\"perHost\":null}", Note.class);

        assertThat(missing).isEqualTo(new Note("", 0, Optional.empty(), List.of(), Map.of()));
        assertThat(nulls).isEqualTo(missing);
    }

    @Nested
    class OnTheWire {
        @Test
        void refusesAReportOfANewerVersionBeforeReadingItsFields() {
            assertThatThrownBy(() -> WIRE.readText("{\"version\":2,\"host\":[\"other\"]}", HostReport.class))
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                    .hasMessageContaining("version 2")
                    .hasMessageContaining("up to version 1");
        }

        @Test
        void refusesAMessageOfANewerVersionWhereverTheVersionStands() {
            assertThatThrownBy(() -> WIRE.readText(
                            "{\"type\":\"controller-greeting\",\"epoch\":{\"version\":1},\"version\":9}",
                            LinkMessage.class))
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                    .hasMessageContaining("version 9");
        }

        @Test
        void namesTheTypeThatItDoesNotKnow() {
            assertMalformed("{\"type\":\"format-host\"}", LinkMessage.class, "\"format-host\" is not a known type");
        }

        @Test
        void namesTheMissingType() {
            assertMalformed("{\"guest\":\"x\"}", LinkMessage.class, "\"type\" is missing");
        }

        @Test
        void namesTheRecordThatIsMissing() {
            assertMalformed("{\"placement\":1}", Ticket.class, "field \"host\": is missing or null");
        }

        @Test
        void namesTheIdThatIsNone() {
            assertMalformed(
                    "{\"number\":1,\"incarnation\":\"seven\"}", Epoch.class, "field \"incarnation\": \"seven\"");
        }

        @Test
        void namesTheFieldWhoseValueTheModelRefuses() {
            assertMalformed("{\"host\":\"Not A Name\",\"placement\":1}", Ticket.class, "field \"host\": host name");
        }

        @Test
        void refusesATextWhereANumberBelongs() {
            assertMalformed("{\"count\":\"7\"}", Note.class, "field \"count\"");
        }

        @Test
        void refusesAFractionWhereAWholeNumberBelongs() {
            assertMalformed("{\"count\":7.5}", Note.class, "field \"count\"");
        }

        @Test
        void refusesWhatFollowsTheValue() {
            assertMalformed("{} {}", Note.class, "");
        }

        @Test
        void refusesNull() {
            assertMalformed("null", Note.class, "is null");
        }

        @Test
        void refusesWhatIsNotJsonAndSaysWhere() {
            assertMalformed("{\"count\":", Note.class, "line 1");
        }

        private void assertMalformed(String json, Class<?> type, String message) {
            assertThatThrownBy(() -> WIRE.readText(json, type))
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED))
                    .hasMessageContaining(message);
        }
    }

    @Nested
    class WhenStrict {
        @Test
        void refusesAnUnknownFieldAndNamesTheKnownOnes() {
            assertInvalid("{\"tex\":\"a\"}", Note.class, "field \"tex\": there is no such field here");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                []                 | Note: an object is expected, an array was sent
                7                  | Note: an object is expected, a number was sent
                {"text":["a"]}     | Note field "text": a text is expected, an array was sent
                {"count":{}}       | Note field "count": a number is expected, an object was sent
                {"tags":{"a":1}}   | Note field "tags": an array is expected, an object was sent
                """)
        void saysWhatIsExpectedAndWhatWasSentInWordsOfTheSender(String json, String message) {
            assertInvalid(json, Note.class, message);
        }

        @Test
        void refusesARepeatedKey() {
            assertInvalid("{\"text\":\"a\",\"text\":\"b\"}", Note.class, "Duplicate");
        }

        @Test
        void namesTheFieldDeepInside() {
            String json = WIRE.writeText(SampleValues.spec()).replace("\"QCOW2\"", "\"VMDK\"");

            assertInvalid(json, GuestSpec.class, "field \"volumes[0].format\": \"VMDK\" is not one of [RAW, QCOW2]");
        }

        @Test
        void saysWhatTheModelSaysOfAValueOutOfBounds() {
            String json = WIRE.writeText(SampleValues.spec()).replace("\"vcpus\":2", "\"vcpus\":0");

            assertInvalid(json, GuestSpec.class, "vcpus is 0");
        }

        @Test
        void refusesNestingBeyondTheLimit() {
            String json = "[".repeat(Limits.JSON_DEPTH + 1);

            assertInvalid("{\"tags\":" + json, Note.class, "");
        }

        @Test
        void refusesABodyBeyondTheLimit() {
            String json = "{\"text\":\"" + "a".repeat(Limits.REQUEST_BYTES) + "\"}";

            assertThatThrownBy(() -> STRICT.readText(json, Note.class))
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE))
                    .hasMessageContaining(Integer.toString(Limits.REQUEST_BYTES));
        }

        private void assertInvalid(String json, Class<?> type, String message) {
            assertThatThrownBy(() -> STRICT.readText(json, type))
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                    .hasMessageContaining(message);
        }
    }
}
