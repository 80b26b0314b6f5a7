package io.kvmherd.cli.output;

import io.kvmherd.cli.listing.Cell;
import io.kvmherd.cli.listing.Column;
import io.kvmherd.cli.listing.Listing;
import io.kvmherd.common.api.GuestResource;
import java.util.List;

/** Guests as a list. Memory is compared in MiB. */
public final class GuestColumns {
    private static final String NONE = "-";

    public static final Listing<GuestResource> LISTING = new Listing<>(
            "guests",
            Listing.Usual.BY_IDENTIFIER,
            List.of(
                    Column.of("guest", "GUEST", guest -> Cell.name(guest.name())),
                    Column.of("state", "STATE", guest -> Cell.word(GuestText.state(guest), guest.state())),
                    Column.of("host", "HOST", guest -> Cells.host(guest.host())),
                    Column.of(
                            "vcpus", ">VCPUS", guest -> Cell.number(guest.spec().vcpus())),
                    Column.of(
                            "memory", ">MEMORY", guest -> Cells.mib(guest.spec().memoryMib())),
                    Column.of("resident", ">RESIDENT", GuestColumns::resident),
                    Column.of("mobility", ">CAN MOVE TO", GuestColumns::mobility),
                    Column.of("now", "NOW", GuestColumns::now),
                    Column.wide("wish", "WISH", guest -> Cells.word(guest.wish())),
                    Column.wide("kind", "KIND", guest -> Cells.word(guest.spec().virtualisation())),
                    Column.wide(
                            "model",
                            "CPU MODEL",
                            guest -> Cell.name(guest.spec().cpuModel())),
                    Column.wide(
                            "guaranteed",
                            ">GUARANTEED",
                            guest -> Cells.mib(guest.spec().memoryMinMib())),
                    Column.wide(
                            "labels", "LABELS", guest -> Cell.names(guest.spec().requiredLabels())),
                    Column.wide(
                            "networks",
                            "NETWORKS",
                            guest -> Cell.names(guest.spec().networks())),
                    Column.wide(
                            "group",
                            "NEVER WITH",
                            guest -> Cell.name(guest.spec().antiAffinityGroup())),
                    Column.wide(
                            "operation",
                            "OPERATION",
                            guest -> Cell.name(
                                    guest.operation().map(Object::toString).orElse(""))),
                    Column.wide(
                            "adopted",
                            "ADOPTED",
                            guest -> Cells.answer(guest.adopted().isPresent())),
                    Column.wide("controller", "CONTROLLER", guest -> Cells.answer(guest.carriesController())),
                    Column.wide(
                            "evacuation",
                            "EVACUATION",
                            guest -> Cell.word(guest.evacuation().word(), guest.evacuation())),
                    Column.wide(
                            "created", "CREATED", guest -> Cell.time(guest.createdAt(), Units.time(guest.createdAt()))),
                    Column.wide("id", "ID", guest -> Cell.name(guest.id().toString()))));

    private GuestColumns() {}

    private static Cell resident(GuestResource guest) {
        return guest.residentMib() == 0 ? Cell.none(NONE) : Cells.mib(guest.residentMib());
    }

    private static Cell mobility(GuestResource guest) {
        String shown = GuestText.mobility(guest);
        return guest.mobility().isPresent() ? Cell.number(guest.mobility().getAsInt(), shown) : Cell.none(shown);
    }

    /** Equal to busy, to the outside change, and to both as they are shown. */
    private static Cell now(GuestResource guest) {
        String shown = GuestText.now(guest);
        if (shown.isEmpty()) {
            return Cell.none(shown);
        }
        return guest.operation().isPresent()
                ? Cell.word(shown, "busy", OutsideText.mark(guest))
                : Cell.word(shown, OutsideText.mark(guest));
    }
}
