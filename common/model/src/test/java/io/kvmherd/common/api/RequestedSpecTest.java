package io.kvmherd.common.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.Virtualisation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RequestedSpecTest {

    @Test
    void fillsInWhatWasLeftOut() {
        GuestSpec spec = asked("web-1", Optional.empty()).toSpec();

        assertThat(spec.virtualisation()).isEqualTo(Virtualisation.KVM);
        assertThat(spec.cpuModel()).isEqualTo("kvm64");
        assertThat(spec.cannotMove()).isEqualTo(CannotMove.BLOCK);
        assertThat(spec.memoryMinMib()).isEqualTo(256);
        assertThat(spec.boot()).isEmpty();
    }

    @Test
    void givesAnEmulatedGuestTheModelThatEmulationProvides() {
        GuestSpec spec = asked("web-1", Optional.of(Virtualisation.EMULATED)).toSpec();

        assertThat(spec.cpuModel()).isEqualTo("qemu64");
    }

    @Test
    void refusesANameThatCannotBeOne() {
        RequestedSpec spec = asked("Web 1", Optional.empty());

        assertThatThrownBy(spec::toSpec)
                .isInstanceOf(KvmherdException.class)
                .hasMessageContaining("guest name \"Web 1\"");
    }

    @Test
    void guaranteesNothingWhereThatWasAsked() {
        GuestSpec spec = asked("web-1", Optional.empty(), Optional.of(0L)).toSpec();

        assertThat(spec.memoryMinMib()).isZero();
    }

    private static RequestedSpec asked(String name, Optional<Virtualisation> kind) {
        return asked(name, kind, Optional.empty());
    }

    private static RequestedSpec asked(String name, Optional<Virtualisation> kind, Optional<Long> guaranteed) {
        return new RequestedSpec(
                name,
                1,
                512,
                guaranteed,
                kind,
                "",
                "",
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                "",
                Optional.empty(),
                Optional.empty());
    }
}
