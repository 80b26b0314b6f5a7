package io.kvmherd.common.api;

/** The sentences about how a guest is built and what that asks of a host. Kept apart because they are many. */
final class BuildText {
    private BuildText() {}

    static ReasonText of(ReasonFacts facts) {
        return switch (facts.reason().code()) {
            case LINK_MISSING -> linkMissing(facts);
            case QEMU_CANNOT_SEND -> cannotSend(facts);
            case HUGEPAGES_NEEDED ->
                new ReasonText(
                        "The guest's memory is made of huge pages: it goes only where " + facts.number("needMib")
                                + " MiB of them are set aside, and whether they are free shows when it arrives.",
                        "Set as many aside on every host (vm.nr_hugepages), or take <hugepages/> out of the guest's"
                                + " memoryBacking (virsh edit) and start it anew.");
            case HUGEPAGES_MISSING ->
                new ReasonText(
                        "The guest's memory is made of huge pages (" + facts.number("needMib")
                                + " MiB), and the host has " + facts.number("haveMib") + " MiB of them set aside.",
                        "Set more aside on that host (vm.nr_hugepages; best when it boots), or choose another host.");
            case PINNED_TO_HOST ->
                new ReasonText(
                        "The guest is bound to " + facts.name("what") + " " + facts.name("where")
                                + " of its host by their numbers: on another host it would be bound to what has these numbers"
                                + " there, and does not start where there is none.",
                        "See that these numbers mean the same on every host and are not promised to other guests, or take"
                                + " the binding out (virsh vcpupin, numatune, virsh edit).");
            default -> throw new IllegalArgumentException(facts.reason().code() + " is not about how a guest is built");
        };
    }

    private static ReasonText linkMissing(ReasonFacts facts) {
        String link = facts.name("link");
        boolean bridge = facts.name("kind").equals("bridge");
        return new ReasonText(
                "The guest hangs on " + (bridge ? "bridge " : "device ") + link
                        + " of its host, and this host has no link of that name.",
                (bridge
                                ? "Make a bridge " + link + " there"
                                : "Give a link there the name " + link + " (a bridge or a bond will do)")
                        + " that leads to the same network, or put the guest on a libvirt network that both hosts have (virsh"
                        + " edit, interface type='network').");
    }

    private static ReasonText cannotSend(ReasonFacts facts) {
        String where = facts.name("where");
        return switch (facts.name("what")) {
            case "a constant clock" ->
                new ReasonText(
                        "The guest relies on a constant clock (" + where + "), whose frequency its definition does not"
                                + " say: libvirt moves no such guest.",
                        "Add <timer name='tsc' frequency='HERTZ'/> to its clock (virsh edit), or take the feature "
                                + where + " out of its CPU, and start it anew.");
            case "a transient disk" ->
                new ReasonText(
                        "What is written to disk " + where
                                + " is thrown away when the guest ends (transient), and libvirt"
                                + " moves no such guest.",
                        "Take <transient/> out of the disk (virsh edit) and start the guest anew.");
            case "3D acceleration" ->
                new ReasonText(
                        "The guest draws with its host's graphics processor, whose state QEMU does not send.",
                        "Set accel3d='no' on its video device (virsh edit) and start it anew.");
            default ->
                new ReasonText(
                        "The guest has " + facts.name("what") + " (" + where
                                + "), which is not sent to another host while it runs.",
                        "Take it out of the guest (virsh edit) and start it anew, or leave the guest where it is.");
        };
    }
}
