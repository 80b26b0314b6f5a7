package io.kvmherd.agent.core.port;

import java.util.ArrayList;
import java.util.List;

/**
 * What one disk of a domain rests on: its own file or device, and all that lies below an overlay.
 *
 * @param target name in the guest ("vda")
 * @param own path of its own file or device on this host; empty for one that is named by pool and volume, or has none
 * @param below paths of what it rests on, nearest first; a part that has no path on this host is missing
 */
public record DiskChain(String target, String own, List<String> below, End end) {
    /** An overlay upon an overlay and so on; a longer chain counts as not told. */
    public static final int LENGTH = 64;

    /** How far the chain is known. */
    public enum End {
        /** Nothing lies below the last part. */
        BOTTOM,
        /** Whether something lies below the last part was not told. */
        UNTOLD,
        /** A part lies in no place of this host, or is just being copied to another one. */
        ELSEWHERE
    }

    public DiskChain {
        below = List.copyOf(below);
    }

    /** Whether nothing is missing. */
    public boolean isComplete() {
        return end == End.BOTTOM;
    }

    /** All paths, the disk's own first. */
    public List<String> paths() {
        List<String> paths = new ArrayList<>();
        if (!own.isEmpty()) {
            paths.add(own);
        }
        paths.addAll(below);
        return List.copyOf(paths);
    }

    /** The last part that has a path, below which the rest would be; empty when none has. */
    public String lowest() {
        return below.isEmpty() ? own : below.getLast();
    }

    /** With what was found below. */
    public DiskChain continued(List<String> more, End newEnd) {
        List<String> all = new ArrayList<>(below);
        all.addAll(more);
        return new DiskChain(target, own, all, newEnd);
    }
}
