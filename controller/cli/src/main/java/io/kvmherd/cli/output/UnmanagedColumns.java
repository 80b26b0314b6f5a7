package io.kvmherd.cli.output;

import io.kvmherd.cli.listing.Cell;
import io.kvmherd.cli.listing.Column;
import io.kvmherd.cli.listing.Listing;
import io.kvmherd.cli.listing.Wanted;
import io.kvmherd.common.api.UnmanagedList;
import java.util.ArrayList;
import java.util.List;

/** Guests that kvmherd does not manage, as a list. Two hosts may have guests of one name. Memory is compared in MiB. */
public final class UnmanagedColumns {
    private static final String NONE = "-";

    public static final Listing<UnmanagedList.Item> LISTING = new Listing<>(
            "guests that are not managed",
            Listing.Usual.AS_GIVEN,
            List.of(
                    Column.of("guest", "NOT MANAGED", guest -> Cell.name(guest.name())),
                    Column.of("state", "STATE", guest -> Cells.word(guest.state())),
                    Column.of("host", "HOST", guest -> Cell.name(guest.host().value())),
                    Column.of("vcpus", ">VCPUS", guest -> Cell.number(guest.vcpus())),
                    Column.of("memory", ">MEMORY", guest -> Cells.mib(guest.memoryMib())),
                    Column.of(
                            "resident",
                            ">RESIDENT",
                            guest -> guest.residentMib() == 0 ? Cell.none(NONE) : Cells.mib(guest.residentMib())),
                    Column.wide("id", "ID", guest -> Cell.name(guest.id().toString()))));

    private UnmanagedColumns() {}

    /** Under the list of the managed ones, apart from it; nothing where there are none. */
    public static List<String> below(List<UnmanagedList.Item> guests) {
        if (guests.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(LISTING.view(Wanted.NOTHING).table(guests));
        return List.copyOf(lines);
    }
}
