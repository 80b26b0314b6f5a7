package io.kvmherd.common.api;

import io.kvmherd.common.model.Reason;

/**
 * What an operator reads instead of a code: what stands in the way, with the numbers, and what would have to change.
 * Sentences are made here and nowhere else, at the edge; rules know codes and numbers only. The host that a reason is
 * about is named by whatever shows it, since a reason stands in that host's verdict.
 *
 * @param text what stands in the way, one sentence
 * @param remedy what would have to change, one sentence
 */
public record ReasonText(String text, String remedy) {
    /** A name or number that the reason should carry and does not is written as such: half a sentence still helps. */
    // size: one table, from code to sentence, that is read as a whole
    public static ReasonText of(Reason reason) {
        ReasonFacts facts = new ReasonFacts(reason);
        return switch (reason.code()) {
            case HOST_NOT_UP ->
                say(
                        "The host is " + facts.word("state") + ", not up.",
                        "It takes guests again when its command link and its reports are back: look at the agent on it"
                                + " and at the network between.");
            case HOST_REPORT_STALE ->
                say(
                        "The host's last report is " + facts.time("ageMs") + " old; " + facts.time("limitMs")
                                + " is the most that is believed.",
                        "The next report settles it; if none comes, look at the agent on the host.");
            case HOST_NOT_INVENTORIED ->
                say(
                        "The host has not told this controller yet which guests it has.",
                        "It does so as soon as its agent's command link is open; if it stays like this, look at the agent's"
                                + " log.");
            case HOST_NOT_ACTIVE ->
                say(
                        "The host is " + facts.word("duty") + " and takes no guests.",
                        "Let it take guests again with: kvmherd uncordon HOST.");
            case OBSERVE_ONLY -> observed(facts);
            case HOST_CANNOT_VIRTUALISE ->
                say(
                        "The host's CPU (" + facts.name("vendor") + ") offers no hardware virtualisation, or /dev/kvm"
                                + " cannot be used there, and the guest is of kind KVM.",
                        "Switch virtualisation on in the host's firmware and load its kvm module, or make the guest an"
                                + " emulated one.");
            case CPU_VENDOR_DIFFERS ->
                say(
                        "A running guest cannot move between CPUs of different makers: it runs on " + facts.name("from")
                                + ", the host has " + facts.name("to") + ".",
                        "Nothing overrides this; choose a host of the same maker, or shut the guest down and start it on"
                                + " the other host.");
            case CPU_VENDOR_UNKNOWN ->
                say(
                        "The CPU maker of host " + facts.name("host")
                                + " is not known, so no guest moves live to or from" + " it.",
                        "Its agent tells the maker when it reports; if it says none, look at vendor_id in /proc/cpuinfo on"
                                + " that host.");
            case CPU_INCOMPATIBLE ->
                say(
                        "The host's libvirt cannot provide the guest's CPU " + facts.name("model") + " (it answers: "
                                + facts.name("answer") + ").",
                        "Choose a host whose CPU has all features the guest uses, or give the guest an older CPU model and"
                                + " restart it.");
            case CPU_FEATURES_MISSING ->
                say(
                        "The guest's CPU " + facts.name("model") + " has " + facts.number("missing")
                                + " features that the host lacks: " + facts.name("features") + ".",
                        "Choose a host that has them, or give the guest a CPU model without them and restart it.");
            case CPU_NOT_THE_SAME ->
                say(
                        "The guest sees its host's CPU as it is (host-passthrough), and the other host's "
                                + facts.name("what") + " is " + facts.name("have") + ", not " + facts.name("need")
                                + ".",
                        "Choose a host with the same CPU, microcode, kernel and QEMU, or give the guest a named CPU model"
                                + " and restart it.");
            case CPU_GENERATION_DIFFERS ->
                say(
                        "The guest can run guests of its own, which ties it to one generation of CPUs: its host is of "
                                + facts.name("need") + ", the other of " + facts.name("have") + ".",
                        "Choose a host of the same generation, or take svm or vmx out of the guest's CPU and restart"
                                + " it.");
            case TSC_DIFFERS ->
                say(
                        "The guest relies on a clock (invtsc) of " + facts.number("needKhz") + " kHz; the host's has "
                                + facts.number("haveKhz") + " kHz (0 means not known) and cannot be scaled to it.",
                        "Choose a host of the same frequency or one that scales, or take invtsc out of the guest's CPU"
                                + " and restart it.");
            case MACHINE_TYPE_MISSING ->
                say(
                        "The host's QEMU does not offer the guest's machine type " + facts.name("machineType") + ".",
                        "Bring QEMU on the host to a version that offers it, or give the guest a machine type that both"
                                + " have and restart it.");
            case HOST_DEVICE_ATTACHED ->
                say(
                        "The guest holds a device of its host (" + facts.name("device") + "), which cannot go with it.",
                        "Shut the guest down and detach the device, or leave the guest where it is.");
            case QEMU_OLDER ->
                say(
                        "The host's QEMU is " + facts.version("have") + ", older than the " + facts.version("need")
                                + " under which the guest runs.",
                        "Bring QEMU on the host to " + facts.version("need") + " or newer.");
            case TLS_NOT_READY -> notReadyForTls(facts);
            case MEMORY_COMMITTED ->
                say(
                        "Too little memory to promise: the guest needs " + facts.mib("needMib") + ", the host has "
                                + facts.mib("haveMib") + " left of the " + facts.mib("limitMib") + " that "
                                + facts.number("ratioPercent") + " % of its memory allow.",
                        "Free " + facts.missingMib()
                                + " by moving or stopping a guest there, or raise the host's memory" + " ratio.");
            case MEMORY_GUARANTEED ->
                say(
                        "Too little memory to guarantee: the guest is guaranteed " + facts.mib("needMib")
                                + ", the host has " + facts.mib("haveMib") + " left of " + facts.mib("limitMib") + ".",
                        "Move guests with guarantees away from the host, or lower the guest's guaranteed memory by "
                                + facts.missingMib() + "; no ratio applies to guarantees.");
            case MEMORY_NOW ->
                say(
                        "Too little memory is free at the moment: the guest will use " + facts.mib("needMib")
                                + ", the host" + " has " + facts.mib("haveMib") + ".",
                        "It may change by itself; otherwise move a guest that uses at least " + facts.missingMib()
                                + " away.");
            case CPU_COMMITTED ->
                say(
                        "Too many virtual CPUs: the guest has " + facts.number("needVcpus") + ", the host has room for "
                                + facts.number("haveVcpus") + " more of the " + facts.number("limitVcpus") + " that "
                                + facts.number("ratioPercent") + " % of its CPUs allow.",
                        "Move or stop a guest there, or raise the host's CPU ratio.");
            case MORE_VCPUS_THAN_THREADS ->
                say(
                        "The guest has " + facts.number("vcpus") + " virtual CPUs, more than the host's "
                                + facts.number("threads") + " threads.",
                        "Choose a larger host, or give the guest at most " + facts.number("threads")
                                + " virtual CPUs.");
            case LABEL_MISSING ->
                say(
                        "The guest asks for hosts labelled " + facts.name("label") + ", and the host is not.",
                        "Add the label to the host's agent configuration, or remove it from the guest.");
            case POOL_MISSING ->
                say(
                        "The host has no active storage pool " + facts.name("pool")
                                + ", on which the guest has a disk.",
                        "Define and start the pool on the host (virsh pool-list --all shows what it has).");
            case POOL_NOT_SHARED ->
                say(
                        "The guest has a disk on pool " + facts.name("pool") + ", which is not " + facts.word("step")
                                + " to be shared with host " + facts.name("host") + ".",
                        facts.name("step").equals("proved")
                                ? "It is proved as part of the first migration; if that failed, the pools of that name are"
                                        + " not the same storage on both hosts."
                                : "If it is the same storage on both hosts, declare the pool shared in the controller's"
                                        + " configuration; otherwise move it while it runs, with --copy-storage, or it stays.");
            case LINK_MISSING, QEMU_CANNOT_SEND, HUGEPAGES_NEEDED, HUGEPAGES_MISSING, PINNED_TO_HOST ->
                BuildText.of(facts);
            case NETWORK_MISSING ->
                say(
                        "The host has no active network " + facts.name("network") + ", on which the guest has an"
                                + " interface.",
                        "Define and start the network on the host (virsh net-list --all shows what it has).");
            case ANTI_AFFINITY ->
                say(
                        "Guest " + facts.name("guest") + " of the same group " + facts.name("group")
                                + " is on the host, and guests of this group never share one.",
                        "Move that guest elsewhere first, or take one of the two out of the group.");
            case SAME_HOST ->
                say("The guest is on this host already.", "Name another host, or none to have one chosen.");
            case GUEST_NOT_RUNNING ->
                say(
                        "The guest is " + facts.word("state") + ", and only a running guest moves live.",
                        "Start it first, or move only its definition: kvmherd migrate GUEST --offline.");
            case GUEST_NOT_OFF ->
                say(
                        "The guest is " + facts.word("state") + "; only a guest that is off moves offline.",
                        "Move it without --offline, or shut it down first: kvmherd guest shutdown GUEST.");
            case GUEST_BUSY ->
                say(
                        "Operation " + facts.name("operation") + " holds the guest.",
                        "Wait for it (kvmherd operation watch " + facts.name("operation") + "), or cancel it.");
            case MIGRATION_SLOTS_TAKEN ->
                say(
                        facts.number("running") + " of at most " + facts.number("limit") + " migrations "
                                + facts.direction() + " the host are under way.",
                        "The next one begins when one of them ends; nothing needs to be done.");
            case GUEST_EXISTS_THERE ->
                say(
                        "The host has a domain " + facts.name("guest") + " that is not ours to replace.",
                        "Rename or undefine it on the host, or give the guest another name.");
            case NO_HOSTS ->
                say(
                        "There is no host that could be asked; " + facts.number("hosts") + " are registered.",
                        "Start an agent on at least one host, and see kvmherd host list.");
            case WAITS_FOR_MOVE ->
                say(
                        "The plan does " + facts.name("move") + " first.",
                        "It begins when that move has ended; nothing needs to be done.");
            case GUEST_LOCATION_UNKNOWN ->
                say(
                        "Where the guest is cannot be told while host " + facts.name("host") + " does not answer.",
                        "Bring that host's agent back, or see to the host; the guest is not started elsewhere meanwhile.");
            case MOVED_SINCE ->
                say(
                        "The evacuation put the guest on host " + facts.name("put") + ", and it was moved to host "
                                + facts.name("host") + " since; it stays there.",
                        "If it is to come back all the same, move it with kvmherd migrate.");
            case GUEST_BLOCKS_EVACUATION ->
                say(
                        "The evacuation policy of guest " + facts.name("guest") + " is block: its host is not emptied"
                                + " while it runs there.",
                        "Ask who runs it; then move it with kvmherd migrate, shut it down, or give it another policy with"
                                + " kvmherd guest set " + facts.name("guest") + " --evacuation live.");
            case GUEST_STAYS ->
                say(
                        "Guest " + facts.name("guest") + " still runs on host " + facts.name("host")
                                + ", because its evacuation policy is stay.",
                        "See to it before the machine is switched off: shut it down, or move it with kvmherd migrate.");
            case MIGRATION_DOES_NOT_CONVERGE ->
                say(
                        "The guest dirties " + facts.number("dirtyMibPerSecond") + " MiB/s, the link carries "
                                + facts.number("linkMibPerSecond") + " MiB/s: after " + facts.time("afterMs")
                                + " what is left does not fit into a pause of " + facts.number("downtimeMs")
                                + " ms, and policy " + facts.name("policy") + " allows no more.",
                        "Allow more bandwidth, move the guest when it writes less, or move it with --policy must-finish.");
            case MIGRATION_TOOK_TOO_LONG ->
                say(
                        "The migration took " + facts.time("afterMs") + "; " + facts.time("limitMs")
                                + " is the most for a guest of this size, and policy " + facts.name("policy")
                                + " allows no more to be done about it.",
                        "Allow more bandwidth, move the guest when it writes less, or move it with --policy must-finish.");
            case LIVE_MOVES_FAILED ->
                say(
                        "No rule keeps guest " + facts.name("guest")
                                + " from moving live, and each live move of this evacuation failed.",
                        "See why with: kvmherd operation ls, and kvmherd operation show of its migrations.");
            case MIGRATION_SENDS_NOTHING ->
                say(
                        "Nothing was sent for " + facts.time("afterMs") + "; " + facts.time("limitMs")
                                + " is the most that is waited for.",
                        "Look at the network between the two hosts, and at libvirt's log on both.");
            case DISK_IN_NO_POOL,
                    DISK_CHAIN_UNKNOWN,
                    CPU_FROM_HOST,
                    CACHE_MODE,
                    INTERFACE_OF_HOST,
                    SNAPSHOTS_KEPT,
                    STATE_ON_HOST,
                    STATE_LEFT_BEHIND,
                    GUEST_NAME_UNUSABLE,
                    GUEST_TRANSIENT,
                    GUEST_NOT_ADOPTABLE,
                    GUEST_KNOWN_ELSEWHERE,
                    CARRIES_CONTROLLER -> AdoptionText.of(facts);
            case DISK_NOT_COPIED, DISK_NOT_TOLD, POOL_ELSEWHERE, POOL_TOO_FULL, VOLUME_EXISTS_THERE ->
                CopyText.of(facts);
        };
    }

    private static ReasonText observed(ReasonFacts facts) {
        String host = facts.name("host");
        return switch (facts.name("by")) {
            case "AGENT" ->
                say(
                        "Host " + host + " only observes: its agent was started so and refuses every change.",
                        "Restart its agent with mode: manage in agent.yaml and without --observe.");
            case "HOST" ->
                say(
                        "Host " + host + " is set to be observed only.",
                        "Let it be managed with: kvmherd host set " + host + " mode=manage.");
            default ->
                say(
                        "The whole cluster is set to be observed only, host " + host + " with it.",
                        "Let it be managed with: kvmherd cluster set mode=manage.");
        };
    }

    private static ReasonText notReadyForTls(ReasonFacts facts) {
        String remedy = switch (facts.name("state")) {
            case "NOT_LISTENING" ->
                "Let its libvirt listen on port 16514: systemctl enable --now libvirtd-tls.socket (or virtproxyd-tls.socket).";
            case "LIBVIRT_CERTIFICATE_MISSING" ->
                "Put cacert.pem into /etc/pki/CA there, and clientcert.pem with its key into /etc/pki/libvirt.";
            case "QEMU_CERTIFICATE_MISSING" ->
                "Put ca-cert.pem, server-cert.pem, client-cert.pem and both keys into /etc/pki/qemu there, or into the folder"
                        + " that migrate_tls_x509_cert_dir names in qemu.conf.";
            case "CERTIFICATE_EXPIRED" -> "Renew the certificates in /etc/pki there.";
            default -> "Bring its agent to the version of the others, or allow migrationTls: preferred.";
        };
        return say(
                "Migrations have to go over TLS, and host " + facts.name("host") + " is not ready for it ("
                        + facts.word("state") + ").",
                remedy);
    }

    /** Both sentences. */
    public String whole() {
        return text + " " + remedy;
    }

    private static ReasonText say(String text, String remedy) {
        return new ReasonText(text, remedy);
    }
}
