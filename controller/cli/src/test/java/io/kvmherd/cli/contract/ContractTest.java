package io.kvmherd.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.api.ActionRequest;
import io.kvmherd.common.api.AdoptRequest;
import io.kvmherd.common.api.AdoptionList;
import io.kvmherd.common.api.ClusterResource;
import io.kvmherd.common.api.ClusterSettingsRequest;
import io.kvmherd.common.api.ClusterSettingsResource;
import io.kvmherd.common.api.CreateGuestRequest;
import io.kvmherd.common.api.CreateTokenRequest;
import io.kvmherd.common.api.DriftResource;
import io.kvmherd.common.api.EvacuateRequest;
import io.kvmherd.common.api.EvacuationRequest;
import io.kvmherd.common.api.EventResource;
import io.kvmherd.common.api.ExplanationResource;
import io.kvmherd.common.api.GuestList;
import io.kvmherd.common.api.GuestSettingsRequest;
import io.kvmherd.common.api.HostExplanationResource;
import io.kvmherd.common.api.HostList;
import io.kvmherd.common.api.HostMembership;
import io.kvmherd.common.api.HostSettingsRequest;
import io.kvmherd.common.api.MarkRequest;
import io.kvmherd.common.api.MigrateRequest;
import io.kvmherd.common.api.OperationAccepted;
import io.kvmherd.common.api.OperationList;
import io.kvmherd.common.api.PlanProposed;
import io.kvmherd.common.api.ProblemResource;
import io.kvmherd.common.api.ReleaseList;
import io.kvmherd.common.api.ReleaseRequest;
import io.kvmherd.common.api.RestoreRequest;
import io.kvmherd.common.api.SpeedRequest;
import io.kvmherd.common.api.TokenCreated;
import io.kvmherd.common.api.TokenList;
import io.kvmherd.common.api.UnmanagedList;
import io.kvmherd.common.runtime.codec.JsonCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the API's records and the published contract together, in both directions. */
final class ContractTest {
    private static final List<Class<?>> ROOTS = List.of(
            ClusterResource.class,
            HostList.class,
            HostExplanationResource.class,
            GuestList.class,
            ExplanationResource.class,
            DriftResource.class,
            OperationList.class,
            OperationAccepted.class,
            PlanProposed.class,
            EventResource.class,
            ProblemResource.class,
            ActionRequest.class,
            ClusterSettingsRequest.class,
            HostSettingsRequest.class,
            ClusterSettingsResource.class,
            HostMembership.class,
            EvacuationRequest.class,
            RestoreRequest.class,
            GuestSettingsRequest.class,
            MigrateRequest.class,
            EvacuateRequest.class,
            SpeedRequest.class,
            AdoptRequest.class,
            AdoptionList.class,
            ReleaseRequest.class,
            ReleaseList.class,
            UnmanagedList.class,
            MarkRequest.class,
            CreateGuestRequest.class,
            CreateTokenRequest.class,
            TokenCreated.class,
            TokenList.class);
    private static final List<String> WITHOUT_RECORD = List.of("Id", "MigrationPolicy", "MigrationSetting", "Name");

    private final Contract contract = Contract.read();
    private final SortedMap<String, Class<?>> types = RecordTypes.reachableFrom(ROOTS);

    @Test
    void hasASchemaForEveryTypeOfTheApiAndNoOther() {
        SortedSet<String> expected = new TreeSet<>(types.keySet());
        expected.addAll(WITHOUT_RECORD);

        assertThat(new TreeSet<>(contract.schemas().keySet())).isEqualTo(expected);
    }

    @Test
    void namesThePropertiesOfEveryRecordInTheirOrder() {
        SortedMap<String, List<String>> records = new TreeMap<>();
        SortedMap<String, List<String>> schemas = new TreeMap<>();

        types.forEach((name, type) -> {
            if (type.isRecord()) {
                records.put(name, RecordTypes.componentNames(type));
                schemas.put(name, contract.properties(name));
            }
        });

        assertThat(schemas).isEqualTo(records);
    }

    @Test
    void namesTheValuesOfEveryEnum() {
        SortedMap<String, List<String>> enums = new TreeMap<>();
        SortedMap<String, List<String>> schemas = new TreeMap<>();

        types.forEach((name, type) -> {
            if (type.isEnum()) {
                enums.put(
                        name,
                        Arrays.stream(type.getEnumConstants())
                                .map(Object::toString)
                                .toList());
                schemas.put(name, contract.values(name));
            }
        });

        assertThat(schemas).isEqualTo(enums);
    }

    @Test
    void requiresWhatAnAnswerAlwaysHas() {
        SortedMap<String, List<String>> records = new TreeMap<>();
        SortedMap<String, List<String>> schemas = new TreeMap<>();

        types.forEach((name, type) -> {
            if (type.isRecord() && !contract.isRequest(name)) {
                records.put(name, RecordTypes.mandatoryNames(type));
                schemas.put(name, contract.required(name));
            }
        });

        assertThat(schemas).isEqualTo(records);
    }

    @Test
    void refersOnlyToWhatItDefines() {
        List<String> dangling = contract.references().stream()
                .filter(reference -> !contract.defines(reference))
                .toList();

        assertThat(dangling).isEmpty();
    }

    @Test
    void givesExamplesThatTheRecordsCanHold() {
        List<String> read = new ArrayList<>();

        contract.examples().forEach((schema, examples) -> {
            Optional<Class<?>> type = Optional.ofNullable(types.get(schema));
            type.ifPresent(known -> examples.forEach(example -> {
                JsonCodec.strict().read(JsonCodec.strict().write(example), known);
                read.add(schema);
            }));
        });

        assertThat(read)
                .contains("HostResource", "GuestResource", "OperationResource", "PlanProposed", "ProblemResource");
    }

    @Test
    void givesEveryOperationItsOwnId() {
        Collection<String> ids = contract.operationIds();

        assertThat(ids).doesNotHaveDuplicates().isNotEmpty();
    }

    @Test
    void letsEveryChangeBeRepeatedUnderOneKey() {
        SortedMap<String, Boolean> withKey = contract.changesWithKey();

        assertThat(withKey).allSatisfy((path, has) -> assertThat(has).as(path).isTrue());
        assertThat(withKey).containsKey("POST /v1/guests").containsKey("DELETE /v1/guests/{guest}");
    }

    @Test
    void refusesUnknownFieldsOfRequestsOnly() {
        Map<String, Boolean> closed = contract.closed();

        assertThat(closed)
                .containsOnlyKeys(
                        "ActionRequest",
                        "AdoptRequest",
                        "ClusterSettingsRequest",
                        "CreateGuestRequest",
                        "CreateTokenRequest",
                        "EvacuateRequest",
                        "EvacuationRequest",
                        "GuestSettingsRequest",
                        "HostSettingsRequest",
                        "MarkRequest",
                        "MigrateRequest",
                        "MigrationTuning",
                        "ReleaseRequest",
                        "RequestedBoot",
                        "RequestedSpec",
                        "RequestedVolume",
                        "RestoreRequest",
                        "SpeedRequest");
    }
}
