package io.kvmherd.common.api;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Verdict;
import java.util.List;

/**
 * Whether a host takes guests, and whether those it has could leave.
 *
 * @param verdict whether it takes guests at all at the moment
 * @param reasons why not; empty when the verdict is YES
 * @param guests its guests, those that can go nowhere first
 * @param viewVersion the picture that was asked
 * @param cpuReach what its CPU means for guests that run elsewhere
 */
public record HostExplanationResource(
        HostId host,
        Verdict verdict,
        List<ReasonResource> reasons,
        List<Mobility> guests,
        long viewVersion,
        CpuReach cpuReach) {
    public HostExplanationResource {
        reasons = List.copyOf(reasons);
        guests = List.copyOf(guests);
    }

    /**
     * How many hosts could take one guest live.
     *
     * @param possible hosts that said YES
     * @param obstacles what stops the others, most frequent first
     */
    public record Mobility(GuestId guest, String guestName, int possible, List<Obstacle> obstacles) {
        public Mobility {
            obstacles = List.copyOf(obstacles);
        }
    }

    /**
     * Guests that run on other hosts of the same maker, and whether the host's CPU would do for them.
     *
     * @param fit guests that no CPU rule keeps from moving here
     * @param missing features that the others have and the host cannot give
     * @param unfit names of guests that a CPU rule keeps from moving here, at most {@code Limits.LIST_ENTRIES}
     * @param ofOtherMakers guests that run on hosts of other makers, which never move live to this one
     */
    public record CpuReach(int guests, int fit, List<String> missing, List<String> unfit, int ofOtherMakers) {
        public CpuReach {
            unfit = unfit.stream().limit(Limits.LIST_ENTRIES).toList();
            missing = List.copyOf(missing);
        }
    }

    /** A reason and how many hosts gave it. */
    public record Obstacle(ReasonCode code, int hosts) {}
}
