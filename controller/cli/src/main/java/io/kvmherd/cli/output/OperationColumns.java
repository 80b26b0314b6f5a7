package io.kvmherd.cli.output;

import io.kvmherd.cli.listing.Cell;
import io.kvmherd.cli.listing.Column;
import io.kvmherd.cli.listing.Listing;
import io.kvmherd.common.api.OperationResource;
import java.util.List;

/** Operations as a list, newest first. */
public final class OperationColumns {
    private static final String NONE = "-";

    public static final Listing<OperationResource> LISTING = new Listing<>(
            "operations",
            Listing.Usual.AS_GIVEN,
            List.of(
                    Column.of(
                            "operation",
                            "OPERATION",
                            operation -> Cell.name(operation.id().toString())),
                    Column.of("what", "WHAT", operation -> Cell.name(OperationText.what(operation))),
                    Column.of(
                            "state",
                            "STATE",
                            operation -> Cell.word(OperationText.state(operation), operation.state())),
                    Column.of(
                            "created",
                            "CREATED (UTC)",
                            operation -> Cell.time(operation.createdAt(), Units.shortTime(operation.createdAt()))),
                    Column.wide("kind", "KIND", operation -> Cells.word(operation.kind())),
                    Column.wide("guest", "GUEST", operation -> Cell.name(operation.guestName())),
                    Column.wide("host", "HOST", operation -> Cells.host(operation.host())),
                    Column.wide("from", "FROM", operation -> Cells.host(operation.from())),
                    Column.wide("to", "TO", operation -> Cells.host(operation.to())),
                    Column.wide(
                            "phase",
                            "PHASE",
                            operation -> Cell.word(OperationText.phase(operation), operation.phase())),
                    Column.wide("ended", "ENDED (UTC)", OperationColumns::ended),
                    Column.wide("failure", "FAILURE", operation -> Cell.name(operation.failure())),
                    Column.wide("by", "ASKED BY", operation -> Cell.name(operation.requestedBy())),
                    Column.wide("reason", "REASON", operation -> Cell.name(onOneLine(operation.reason())))));

    private OperationColumns() {}

    private static Cell ended(OperationResource operation) {
        return operation
                .endedAt()
                .map(end -> Cell.time(end, Units.shortTime(end)))
                .orElse(Cell.none(NONE));
    }

    private static String onOneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
