package io.kvmherd.controller.app.step;

import io.kvmherd.controller.app.port.Effect;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.state.ControllerState;
import java.util.List;

/**
 * What one turn leads to.
 *
 * @param state the new state; its journal sequence is one more when there are writes
 * @param writes to be committed together, before anything else
 * @param effects to be performed after that, in order
 */
public record StepResult(ControllerState state, List<StoreWrite> writes, List<Effect> effects) {
    public StepResult {
        writes = List.copyOf(writes);
        effects = List.copyOf(effects);
    }
}
