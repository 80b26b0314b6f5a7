package io.kvmherd.cli.output;

import io.kvmherd.cli.listing.Cell;
import io.kvmherd.common.model.HostId;
import java.util.Optional;

/** Cells that several lists have. */
final class Cells {
    private Cells() {}

    /** Compared in MiB, shown in the unit that suits it. */
    static Cell mib(long mib) {
        return Cell.number(mib, Units.mib(mib));
    }

    static Cell word(Enum<?> value) {
        return Cell.word(Units.word(value), value);
    }

    static Cell answer(boolean yes) {
        return Cell.word(yes ? "yes" : "no");
    }

    static Cell host(Optional<HostId> host) {
        return Cell.name(host.map(HostId::value).orElse(""));
    }
}
