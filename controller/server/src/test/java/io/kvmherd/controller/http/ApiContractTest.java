package io.kvmherd.controller.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.api.AdoptRequest;
import io.kvmherd.common.api.ClusterSettingsRequest;
import io.kvmherd.common.api.CreateGuestRequest;
import io.kvmherd.common.api.CreateTokenRequest;
import io.kvmherd.common.api.EvacuateRequest;
import io.kvmherd.common.api.EvacuationRequest;
import io.kvmherd.common.api.GuestSettingsRequest;
import io.kvmherd.common.api.HostSettingsRequest;
import io.kvmherd.common.api.MarkRequest;
import io.kvmherd.common.api.MigrateRequest;
import io.kvmherd.common.api.ReleaseRequest;
import io.kvmherd.common.api.RestoreRequest;
import io.kvmherd.common.api.SpeedRequest;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.runtime.codec.JsonCodec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ApiContractTest {
    private final ApiContract contract = ApiContract.published();

    @Nested
    class OfRequests {
        @Test
        void namesAnUnknownParameterAndTheKnownOnes() {
            assertThatThrownBy(() -> contract.requireParameters("listGuests", List.of("limit", "Limit")))
                    .isInstanceOf(KvmherdException.class)
                    .hasMessageContaining("\"Limit\" is not known here; known are after, limit");
        }

        @Test
        void takesParametersThatStandAtThePath() {
            contract.requireParameters("deleteGuest", List.of("dryRun", "reason"));
        }

        @Test
        void namesThePartOfABodyThatIsNotDescribed() {
            assertThatThrownBy(() -> require("migrateGuest", "{\"to\":{\"name\":\"h2\"}}"))
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                    .hasMessageContaining("#/to");
        }

        @Test
        void asksForABodyOnlyWhereOneIsNeeded() {
            require("evacuateHost", "");

            assertThatThrownBy(() -> require("createGuest", "")).isInstanceOf(KvmherdException.class);
        }

        @Test
        void allowsNothingThatTheReadersCannotRead() {
            List<String> unreadable = new ArrayList<>();
            int[] allowed = {0};

            REQUESTS.forEach((action, request) -> variants(request.example()).forEach(body -> {
                if (breach(action, body).isEmpty()) {
                    allowed[0]++;
                    unread(body, request.type()).ifPresent(why -> unreadable.add(action + " " + body + ": " + why));
                }
            }));

            assertThat(unreadable).isEmpty();
            assertThat(allowed[0]).isGreaterThan(REQUESTS.size());
        }

        /** What a lenient reader would make something of: a number for a text, nothing for a number, nothing at all. */
        @Test
        void refusesWhatAReaderWouldGuessAt() {
            assertThat(breach("changeCluster", "{\"mode\":\"OBSERVE\",\"reason\":7}"))
                    .hasValueSatisfying(why -> assertThat(why).contains("#/reason", "Expected string"));
            assertThat(breach("limitMigration", "{}"))
                    .hasValueSatisfying(why -> assertThat(why).contains("mibPerSecond"));
            assertThat(breach("evacuateHost", "{\"dryRun\":null}")).isPresent();
            assertThat(breach("changeGuest", "{\"reason\":\"why\"}"))
                    .hasValueSatisfying(why -> assertThat(why).contains("evacuation"));
            assertThat(breach("changeGuest", "{\"evacuation\":null}")).isPresent();
        }

        /** What is wrong with an example would hide what is wrong with its variants. */
        @Test
        void allowsEveryExample() {
            REQUESTS.forEach((action, request) -> assertThat(
                            breach(action, request.example().encode()))
                    .as(action)
                    .isEmpty());
        }

        @Test
        void refusesAFieldThatNobodyKnowsInEveryBody() {
            REQUESTS.forEach((action, request) -> {
                JsonObject body = request.example().copy().put("nobodyKnows", 1);

                assertThat(breach(action, body.encode())).as(action).isPresent();
            });
        }
    }

    @Nested
    class OfAnswers {
        @Test
        void seesAFieldThatIsMissing() {
            assertThat(contract.breachOfAnswer("GET", "/v1/cluster", 200, "{\"version\":\"1\"}"))
                    .hasValueSatisfying(breach -> assertThat(breach).contains("required property"));
        }

        @Test
        void seesAValueOfAnotherType() {
            assertThat(contract.breachOfAnswer("GET", "/v1/hosts", 200, "{\"items\":[{\"name\":7}]}"))
                    .isPresent();
        }

        @Test
        void holdsProblemsAgainstTheirForm() {
            assertThat(contract.breachOfAnswer("GET", "/v1/hosts/h1", 404, "{\"status\":404}"))
                    .isPresent();
        }
    }

    private static final Map<String, Sample> REQUESTS = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "changeCluster",
                    new Sample(
                            ClusterSettingsRequest.class,
                            "{\"mode\":\"OBSERVE\",\"migration\":\"gentle\",\"reason\":\"why\"}")),
            Map.entry(
                    "changeHost",
                    new Sample(
                            HostSettingsRequest.class,
                            "{\"mode\":\"OBSERVE\",\"migrationsOut\":4,\"migrationsIn\":0}")),
            Map.entry(
                    "releaseGuests",
                    new Sample(ReleaseRequest.class, "{\"host\":\"h1\",\"dryRun\":true,\"reason\":\"why\"}")),
            Map.entry(
                    "changeGuest",
                    new Sample(GuestSettingsRequest.class, "{\"evacuation\":\"LIVE\",\"migration\":\"default\"}")),
            Map.entry(
                    "evacuateHost",
                    new Sample(EvacuateRequest.class, "{\"dryRun\":true,\"reason\":\"why\",\"copyStorage\":true}")),
            Map.entry(
                    "migrateGuest",
                    new Sample(
                            MigrateRequest.class,
                            "{\"to\":\"h2\",\"dryRun\":true,\"reason\":\"why\",\"policy\":\"gentle\",\"limitMibPerSecond\":5,"
                                    + "\"copyStorage\":true,\"tuning\":{\"downtimeMs\":300}}")),
            Map.entry(
                    "evacuateHosts",
                    new Sample(EvacuationRequest.class, "{\"hosts\":[\"h1\",\"h2\"],\"dryRun\":true}")),
            Map.entry("restoreHost", new Sample(RestoreRequest.class, "{\"dryRun\":true,\"which\":\"SMART\"}")),
            Map.entry("limitMigration", new Sample(SpeedRequest.class, "{\"mibPerSecond\":10}")),
            Map.entry(
                    "adoptGuests",
                    new Sample(AdoptRequest.class, "{\"host\":\"h1\",\"guest\":\"web\",\"dryRun\":true}")),
            Map.entry(
                    "markGuest",
                    new Sample(MarkRequest.class, "{\"carriesController\":true,\"withoutDiskLock\":true}")),
            Map.entry(
                    "createToken",
                    new Sample(CreateTokenRequest.class, "{\"name\":\"ci\",\"role\":\"VIEWER\",\"days\":3}")),
            Map.entry("createGuest", new Sample(CreateGuestRequest.class, """
                            {"spec":{"name":"web","vcpus":1,"memoryMib":256,"virtualisation":"EMULATED",
                             "requiredLabels":["ssd"],"volumes":[{"pool":"shared","volume":"web.raw","format":"RAW"}]},"start":true}
                            """))));

    /** @param type the record that reads the body */
    private record Sample(Class<?> type, String text) {
        JsonObject example() {
            return new JsonObject(text);
        }
    }

    private void require(String action, String body) {
        contract.requireBody(action, body.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<String> breach(String action, String body) {
        try {
            require(action, body);
            return Optional.empty();
        } catch (KvmherdException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Why a reader does not take the body; empty if it does. */
    private static Optional<String> unread(String body, Class<?> type) {
        try {
            JsonCodec.strict().readText(body, type);
            return Optional.empty();
        } catch (KvmherdException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The body itself, and with each field left out or given each of some other values. */
    private static List<String> variants(JsonObject example) {
        List<String> variants = new ArrayList<>(List.of(example.encode(), "{}", "[]", "7", "null"));
        for (String field : example.fieldNames()) {
            JsonObject without = example.copy();
            without.remove(field);
            variants.add(without.encode());
            for (Object other :
                    List.of(7, -1, 0, 1.5, true, "", "x", "A b", new JsonArray(), new JsonObject(), List.of("a"))) {
                variants.add(example.copy().put(field, other).encode());
            }
            variants.add(example.copy().putNull(field).encode());
            if (example.getValue(field) instanceof JsonObject inner) {
                variants(inner)
                        .forEach(each -> variants.add(example.copy()
                                .put(field, each.startsWith("{") ? new JsonObject(each) : each)
                                .encode()));
            }
        }
        return variants;
    }
}
