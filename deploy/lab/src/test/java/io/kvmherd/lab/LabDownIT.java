package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.lab.LabExtension.SharedLab;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs after all others and takes their lab down. */
@Order(Integer.MAX_VALUE)
@ExtendWith(LabExtension.class)
final class LabDownIT {
    private final SharedLab shared;

    LabDownIT(SharedLab shared) {
        this.shared = shared;
    }

    @Test
    void leavesNothingOnTheMachine() {
        shared.cluster().create(GuestOrder.guest("last"));

        shared.close();

        assertThat(Traces.ofThisMachine()).isEqualTo(shared.before());
    }
}
