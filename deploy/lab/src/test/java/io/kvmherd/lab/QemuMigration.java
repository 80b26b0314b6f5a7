package io.kvmherd.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** How a guest's own QEMU says that its memory is sent, past libvirt and kvmherd. */
record QemuMigration(Lab lab, String host, String guest) {

    /** Of a guest that is still where the test saw it last. */
    static QemuMigration of(Cluster cluster, Cluster.Guest guest) {
        return new QemuMigration(cluster.lab(), guest.host(), guest.name());
    }

    /** The ways of sending that are switched on. */
    List<String> capabilities() {
        return Json.list(ask("{\"execute\":\"query-migrate-capabilities\"}"), "return").stream()
                .filter(capability -> capability.path("state").asBoolean())
                .map(capability -> capability.path("capability").asText())
                .toList();
    }

    long parameter(String name) {
        return ask("{\"execute\":\"query-migrate-parameters\"}")
                .path("return")
                .path(name)
                .asLong();
    }

    void set(String parameter, String value) {
        ask("{\"execute\":\"migrate-set-parameters\",\"arguments\":{\"" + parameter + "\":" + value + "}}");
    }

    private JsonNode ask(String command) {
        return Json.parse(lab.virsh(host, "qemu-monitor-command", guest, command));
    }
}
