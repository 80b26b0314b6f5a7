package io.kvmherd.controller.loop;

import io.kvmherd.controller.app.port.IdSource;
import io.kvmherd.controller.app.request.Input;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.app.step.StepResult;
import java.util.List;

/** How a controller behaves: the step function, as the loop sees it. */
@FunctionalInterface
public interface Behaviour {
    StepResult step(ControllerState state, List<Input> inputs, Moment now, IdSource ids);
}
