package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import java.util.List;
import java.util.Random;

/**
 * Somebody who asks kvmherd for things, chosen by chance, and now and then starts one of its programs anew. A refusal is an
 * answer; that a command could not be carried out at all is not.
 */
final class Operator {
    private static final int FAILED = 1;

    private final Cluster cluster;
    private final Lab lab;
    private final Random random;

    Operator(Cluster cluster, Random random) {
        this.cluster = cluster;
        this.lab = cluster.lab();
        this.random = random;
    }

    void act(Guest guest) {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> ask("migrate", guest.id(), "--no-wait");
            case 3, 4, 5 -> ask("guest", "start", guest.id(), "--no-wait");
            case 6, 7 -> ask("guest", "restore", guest.id(), "--no-wait");
            case 8 -> ask("guest", "accept", guest.id());
            case 9 -> maintainAHost();
            case 10 -> cancelTheNewest();
            default -> restartAProgram();
        }
    }

    /** Every host takes guests again, and nothing is under way any more. */
    void finish() {
        lab.namespaceHosts().stream().filter(host -> !isActive(host)).forEach(host -> ask("uncordon", host));
        open().forEach(operation -> cluster.awaitEnd(operation.path("id").asText()));
    }

    /** One at a time: the host that is being emptied, or is empty, gets its guests back; else one is emptied. */
    private void maintainAHost() {
        List<String> hosts = lab.namespaceHosts();
        hosts.stream()
                .filter(host -> !isActive(host))
                .findFirst()
                .ifPresentOrElse(
                        host -> ask("uncordon", host, "--restore", random.nextBoolean() ? "all" : "smart", "--no-wait"),
                        () -> ask("evacuate", hosts.get(random.nextInt(hosts.size())), "-y", "--no-wait"));
    }

    private void cancelTheNewest() {
        open().stream()
                .findFirst()
                .ifPresent(operation ->
                        ask("operation", "cancel", operation.path("id").asText(), "--no-wait"));
    }

    private void restartAProgram() {
        List<String> hosts = lab.namespaceHosts();
        int chosen = random.nextInt(hosts.size() + 1);
        if (chosen == hosts.size()) {
            System.out.println("operator: the controller is killed and started anew");
            lab.killController();
            lab.startController();
        } else {
            String host = hosts.get(chosen);
            System.out.println("operator: the agent of " + host + " is killed and started anew");
            lab.killAgent(host);
            lab.startAgent(host);
        }
        cluster.awaitAllHostsUp();
    }

    private boolean isActive(String host) {
        return cluster.host(host).path("duty").asText().equals("ACTIVE");
    }

    private List<JsonNode> open() {
        return Json.list(cluster.get("/v1/operations?open=true&limit=500"), "items");
    }

    private void ask(String... wish) {
        Told told = cluster.kvmherd(wish);
        System.out.println("operator: kvmherd " + String.join(" ", wish) + ": " + told.exit() + " " + told.said());
        assertThat(told.exit()).as(told.said()).isNotEqualTo(FAILED);
    }
}
