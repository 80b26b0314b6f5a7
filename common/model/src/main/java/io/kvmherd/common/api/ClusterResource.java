package io.kvmherd.common.api;

import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.PolicySource;
import io.kvmherd.common.model.Reachability;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The cluster at one glance.
 *
 * @param version of the controller's program
 * @param leading whether this controller acts; one that does not serves reads
 * @param epoch number of its term
 * @param viewVersion of the picture these numbers are from
 * @param hostsByReachability how many hosts are in each; those with none are left out
 * @param hostsByDuty likewise
 * @param guestsByState likewise
 * @param operationsOpen operations that have not ended
 * @param usableMib memory that all hosts have for guests
 * @param committedMib promised to guests
 * @param committedLimitMib how much may be promised
 * @param guaranteedMib of the promised never overcommitted
 * @param alarms what somebody must look at
 * @param mode as an operator set it for the whole cluster
 * @param hostsObserved hosts on which nothing is changed, whoever says so
 * @param hostsRemoved hosts that were removed and whose agents are turned away
 * @param migration how far migrations may go of guests that have no policy of their own
 * @param migrationFrom CLUSTER where an operator set that, DEFAULT where the controller's configuration holds
 */
public record ClusterResource(
        String version,
        boolean leading,
        long epoch,
        long viewVersion,
        SortedMap<Reachability, Integer> hostsByReachability,
        SortedMap<HostDuty, Integer> hostsByDuty,
        SortedMap<GuestState, Integer> guestsByState,
        int operationsOpen,
        long usableMib,
        long committedMib,
        long committedLimitMib,
        long guaranteedMib,
        long vcpus,
        long vcpusLimit,
        List<AlarmResource> alarms,
        ManagementMode mode,
        int hostsObserved,
        List<HostId> hostsRemoved,
        MigrationPolicy migration,
        PolicySource migrationFrom) {
    public ClusterResource {
        hostsByReachability = Collections.unmodifiableSortedMap(new TreeMap<>(hostsByReachability));
        hostsByDuty = Collections.unmodifiableSortedMap(new TreeMap<>(hostsByDuty));
        guestsByState = Collections.unmodifiableSortedMap(new TreeMap<>(guestsByState));
        alarms = List.copyOf(alarms);
        hostsRemoved = List.copyOf(hostsRemoved);
    }
}
