package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Brings the cluster into the state in which every test begins: all programs run, hosts active, no guests. */
final class Readiness {
    private final Cluster cluster;
    private final Lab lab;

    Readiness(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    /** Starts whatever does not run. */
    void startAll() {
        if (!lab.isAllListening()) {
            lab.namespaceHosts().forEach(lab::startLibvirt);
            lab.startController();
            lab.startAgents(lab.hosts());
        }
        cluster.awaitAllHostsUp();
    }

    /** Removes what a test left, through the API; libvirt must agree that nothing is left. */
    void clear() {
        startAll();
        endOperations();
        uncordonAll();
        List<JsonNode> guests = Json.list(cluster.get("/v1/guests?limit=500"), "items");
        guests.stream()
                .filter(guest -> guest.path("carriesController").asBoolean())
                .forEach(this::unmark);
        awaitAll(guests.stream()
                .filter(guest -> !Cluster.OFF.contains(guest.path("state").asText()))
                .map(guest -> cluster.post("/v1/guests/" + guest.path("id").asText() + "/stop"))
                .toList());
        awaitAll(guests.stream().map(this::delete).toList());
        lab.hosts().parallelStream()
                .forEach(host ->
                        assertThat(lab.domains(host)).as("left on " + host).isEmpty());
    }

    private void endOperations() {
        List<JsonNode> open = Json.list(cluster.get("/v1/operations?open=true&limit=500"), "items");
        open.forEach(operation ->
                cluster.api().post("/v1/operations/" + operation.path("id").asText() + "/cancel", "{}"));
        open.forEach(operation -> cluster.awaitEnd(operation.path("id").asText()));
    }

    private void uncordonAll() {
        Json.list(cluster.get("/v1/hosts"), "items").stream()
                .filter(host -> !host.path("duty").asText().equals("ACTIVE"))
                .forEach(host -> cluster.post("/v1/hosts/" + host.path("name").asText() + "/uncordon"));
    }

    /** Nobody stops or deletes a guest that is said to carry a controller. Its host may have lost it already. */
    private void unmark(JsonNode guest) {
        ApiSocket.Answer answer = cluster.api()
                .post("/v1/guests/" + guest.path("id").asText() + "/mark", "{\"carriesController\":false}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String operation = answer.json().path("operation").asText();
        if (!operation.isEmpty()) {
            cluster.awaitEnd(operation);
        }
    }

    private JsonNode delete(JsonNode guest) {
        ApiSocket.Answer answer =
                cluster.api().delete("/v1/guests/" + guest.path("id").asText() + "?definition=true");
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json();
    }

    private void awaitAll(List<JsonNode> accepted) {
        List<String> unfinished = new ArrayList<>();
        for (JsonNode answer : accepted) {
            JsonNode ended =
                    cluster.awaitEnd(answer.path("operation").path("id").asText());
            if (!ended.path("state").asText().equals("SUCCEEDED")) {
                unfinished.add(ended.toString());
            }
        }
        assertThat(unfinished).isEmpty();
    }
}
