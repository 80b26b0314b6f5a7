package io.kvmherd.controller.loop;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.controller.app.port.Effect;
import io.kvmherd.controller.app.port.IdSource;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.request.Input;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.ClusterRecord;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.HostRecord;
import io.kvmherd.controller.app.state.Lineage;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.app.step.StepResult;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.engine.view.SharedStorage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes a host for each request and answers it with the host's name; knows one request that it chokes on. */
final class EchoBehaviour implements Behaviour {
    static final String POISON = "poison";

    final List<List<Input>> turns = new CopyOnWriteArrayList<>();

    static ControllerState first(Epoch epoch) {
        return new ControllerState(
                new ControllerState.Identity(epoch, new UUID(0, 9), new Lineage(List.of())),
                ClusterSettings.DEFAULT,
                ClusterRecord.UNTOUCHED,
                1,
                0,
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                SharedStorage.NONE,
                Collections.emptySortedMap(),
                0,
                List.of(),
                0);
    }

    @Override
    public StepResult step(ControllerState state, List<Input> inputs, Moment now, IdSource ids) {
        List<StoreWrite> writes = new ArrayList<>();
        List<Effect> effects = new ArrayList<>();
        for (Input input : inputs) {
            if (input instanceof Input.RequestArrived arrived && arrived.body() instanceof Request.SetDuty asked) {
                if (asked.reason().equals(POISON)) {
                    throw new IllegalStateException("a mistake in the program");
                }
                writes.add(new StoreWrite.PutHost(host(asked.host(), now)));
                effects.add(new Effect.Answer(
                        arrived.request(), new Response.GuestXml(asked.host().value())));
            }
        }
        turns.add(inputs);
        return new StepResult(writes.isEmpty() ? state : next(state), writes, effects);
    }

    private static HostRecord host(HostId id, Moment now) {
        return HostRecord.registered(id, now.wall());
    }

    private static ControllerState next(ControllerState state) {
        return new ControllerState(
                state.identity(),
                state.settings(),
                state.cluster(),
                state.version() + 1,
                state.journalSequence() + 1,
                state.hosts(),
                state.guests(),
                state.operations(),
                state.plans(),
                state.idempotency(),
                state.inquiries(),
                state.surveys(),
                state.storage(),
                state.tokens(),
                state.commandSequence(),
                state.events(),
                state.eventSequence());
    }
}
