package io.kvmherd.controller.engine.host;

import io.kvmherd.common.model.HostDuty;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The table (duty, event) to duty. */
public final class DutyMachine {
    private static final Map<HostDuty, Map<DutyEvent, HostDuty>> TABLE = build();

    private DutyMachine() {}

    /** The next duty; empty where the event is refused: a host that is being emptied is changed by its operation only. */
    public static Optional<HostDuty> next(HostDuty duty, DutyEvent event) {
        return Optional.ofNullable(TABLE.getOrDefault(duty, Map.of()).get(event));
    }

    private static Map<HostDuty, Map<DutyEvent, HostDuty>> build() {
        Map<HostDuty, Map<DutyEvent, HostDuty>> table = new EnumMap<>(HostDuty.class);
        for (HostDuty duty : HostDuty.values()) {
            Map<DutyEvent, HostDuty> row = new EnumMap<>(DutyEvent.class);
            if (duty == HostDuty.EVACUATING) {
                row.put(DutyEvent.EMPTIED, HostDuty.EVACUATED);
                row.put(DutyEvent.EMPTIED_BUT_FOR_STAYERS, HostDuty.CORDONED);
                row.put(DutyEvent.STUCK, HostDuty.BLOCKED);
                row.put(DutyEvent.ABANDONED, HostDuty.CORDONED);
            } else {
                row.put(DutyEvent.CORDON, HostDuty.CORDONED);
                row.put(DutyEvent.UNCORDON, HostDuty.ACTIVE);
                row.put(DutyEvent.EVACUATE, HostDuty.EVACUATING);
            }
            table.put(duty, row);
        }
        return table;
    }
}
