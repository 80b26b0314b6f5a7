package io.kvmherd.cli.output;

import io.kvmherd.common.api.AdoptedResource;
import io.kvmherd.common.api.GuestResource;
import io.kvmherd.common.api.GuestResource.GuestObstacle;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Wish;
import java.util.ArrayList;
import java.util.List;

/** Guests as text. */
public final class GuestText {
    private static final String NONE = "-";

    private GuestText() {}

    public static List<String> details(GuestResource guest) {
        GuestSpec spec = guest.spec();
        Details details = new Details()
                .with("guest", guest.name())
                .with("id", guest.id().toString())
                .with("state", state(guest))
                .with("wish", Units.word(guest.wish()))
                .with("host", guest.host().map(HostId::value).orElse("none yet"))
                .with("can move to", guest.mobility().isPresent() ? mobility(guest) : "")
                .with("elsewhere", elsewhere(guest.obstacles()))
                .with("operation", guest.operation().map(Object::toString).orElse(""))
                .with("vcpus", String.valueOf(spec.vcpus()))
                .with(
                        "memory",
                        Units.mib(spec.memoryMib()) + ", guaranteed " + Units.mib(spec.memoryMinMib())
                                + (guest.residentMib() == 0 ? "" : ", resident " + Units.mib(guest.residentMib())))
                .with("kind", Units.word(spec.virtualisation()))
                .with("cpu model", spec.cpuModel())
                .with("machine", spec.machineType().isEmpty() ? "chosen by its first host" : spec.machineType())
                .with("kernel", spec.boot().map(boot -> boot.kernel()).orElse(""))
                .with("initrd", spec.boot().map(boot -> boot.initrd()).orElse(""))
                .with(
                        "command line",
                        spec.boot().map(boot -> boot.commandLine()).orElse(""))
                .with(
                        "volumes",
                        String.join(
                                ", ",
                                spec.volumes().stream()
                                        .map(volume -> volume.pool() + "/" + volume.volume() + ":"
                                                + Units.word(volume.format()))
                                        .toList()))
                .with("networks", String.join(", ", spec.networks()))
                .with("labels", String.join(", ", spec.requiredLabels()))
                .with(
                        "never with",
                        spec.antiAffinityGroup().isEmpty() ? "" : "others of group " + spec.antiAffinityGroup())
                .with("evacuation", guest.evacuation().word())
                .with("cannot move", Units.word(spec.cannotMove()))
                .with(
                        "migration",
                        "policy " + guest.migration() + " (" + ClusterText.whose(guest.migrationFrom()) + ")")
                .with("controller", guest.carriesController() ? controller(guest) : "")
                .with("adopted", guest.adopted().map(GuestText::adopted).orElse(""))
                .with("placement", "generation " + guest.placement())
                .with("created", Units.time(guest.createdAt()));
        List<String> lines = new ArrayList<>(details.lines());
        lines.addAll(hindrances(guest));
        lines.addAll(OutsideText.paragraph(guest));
        return List.copyOf(lines);
    }

    /** What goes on with it, and whether others did something that nobody has decided about. */
    static String now(GuestResource guest) {
        String mark = OutsideText.mark(guest);
        return guest.operation().isPresent() ? mark.isEmpty() ? "busy" : "busy, " + mark : mark;
    }

    /** How many hosts, or what most of them lack when there is none. */
    static String mobility(GuestResource guest) {
        if (guest.mobility().isEmpty()) {
            return NONE;
        }
        int hosts = guest.mobility().getAsInt();
        return hosts == 0 && !guest.obstacles().isEmpty()
                ? "none (" + Units.word(guest.obstacles().getFirst().kind()) + ")"
                : Units.count(hosts, "host");
    }

    private static String elsewhere(List<GuestObstacle> obstacles) {
        return String.join(
                ", ",
                obstacles.stream()
                        .map(obstacle ->
                                Units.word(obstacle.kind()) + " stops " + Units.count(obstacle.hosts(), "host"))
                        .toList());
    }

    private static String adopted(AdoptedResource adopted) {
        String starts = switch (adopted.startsWithHost()) {
            case NO -> "does not start with its host";
            case ALONE -> "starts with its host";
            case ASKED -> "starts with its host when the controller says so";
        };
        return "definition read " + Units.time(adopted.lookedAt()) + ", " + starts;
    }

    /** What its host does after a power cut, when the controller that would confirm its start is inside. */
    private static String controller(GuestResource guest) {
        String start = guest.ownStart()
                .map(told -> switch (told) {
                    case ASKED -> "";
                    case LOCKED -> "its host starts it by itself when none answers, if its disks are not in use";
                    case UNLOCKED ->
                        "its host starts it by itself when none answers, and no lock keeps it from running twice";
                })
                .orElse("");
        return "a controller of this cluster runs in it; "
                + (start.isEmpty()
                        ? "its host does not start it by itself: kvmherd guest mark " + guest.name() + " --controller"
                        : start);
    }

    /** What its definition has in the way of a live migration. */
    private static List<String> hindrances(GuestResource guest) {
        List<String> lines = new ArrayList<>();
        guest.adopted().map(AdoptedResource::hindrances).orElse(List.of()).forEach(hindrance -> {
            lines.add(
                    hindrance.blocks() ? "In the way of a live migration:" : "To be seen to before a live migration:");
            lines.addAll(ReasonLines.of("  ", hindrance.reason()));
        });
        if (!lines.isEmpty()) {
            lines.addFirst("");
        }
        return lines;
    }

    /** What it is, and what it should be where that differs. */
    static String state(GuestResource guest) {
        boolean active = guest.state().isActive();
        boolean differs = guest.wish() == Wish.RUNNING && !active || guest.wish() == Wish.STOPPED && active;
        String state = Units.word(guest.state());
        return differs || guest.wish() == Wish.GONE ? state + " (wish: " + Units.word(guest.wish()) + ")" : state;
    }
}
