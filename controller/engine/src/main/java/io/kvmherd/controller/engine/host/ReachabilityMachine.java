package io.kvmherd.controller.engine.host;

import io.kvmherd.common.model.Reachability;

/** The table (reachability, sighting) to reachability. Every cell is defined: a host can be seen in any way at any time. */
public final class ReachabilityMachine {
    private ReachabilityMachine() {}

    public static Reachability next(Reachability before, Sighting sighting) {
        return switch (sighting) {
            case LINK_AND_REPORTS -> Reachability.UP;
            case LINK_ONLY, REPORTS_ONLY -> Reachability.SUSPECT;
            case SILENT ->
                switch (before) {
                    case UNSEEN -> Reachability.UNSEEN;
                    case UP, SUSPECT -> Reachability.SUSPECT;
                    case UNREACHABLE -> Reachability.UNREACHABLE;
                };
            case LOST -> Reachability.UNREACHABLE;
        };
    }
}
