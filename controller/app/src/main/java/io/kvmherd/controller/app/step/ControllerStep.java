package io.kvmherd.controller.app.step;

import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.controller.app.port.IdSource;
import io.kvmherd.controller.app.port.StoredState;
import io.kvmherd.controller.app.request.Input;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.engine.view.ClusterSettings;
import java.util.List;
import java.util.SortedSet;

/** The controller's whole behaviour. Pure: the same state, inputs, moment and ids give the same result. */
public final class ControllerStep {
    private ControllerStep() {}

    /**
     * The state of a controller that has just taken its epoch. Open operations are there and wait for their hosts.
     *
     * @param declaredPools pools that the operator declared shared
     */
    public static ControllerState start(
            Epoch epoch, StoredState stored, ClusterSettings settings, SortedSet<String> declaredPools, Moment now) {
        return Beginning.of(epoch, stored, settings, declaredPools, now);
    }

    /** One turn over a batch of inputs, in order. */
    public static StepResult step(ControllerState state, List<Input> inputs, Moment now, IdSource ids) {
        Turn turn = new Turn(state, now, ids);
        inputs.forEach(input -> take(turn, input));
        return turn.finish();
    }

    private static void take(Turn turn, Input input) {
        switch (input) {
            case Input.RequestArrived arrived -> Requests.arrived(turn, arrived);
            case Input.LinkOpened opened -> {
                // Nothing is known of the host before it greets.
            }
            case Input.LinkClosed closed -> Hosts.linkClosed(turn, closed.host(), closed.link());
            case Input.MessageArrived arrived -> Messages.arrived(turn, arrived);
            case Input.ReportArrived arrived -> Hosts.reported(turn, arrived.report());
            case Input.Tick tick -> {
                Hosts.tick(turn);
                Operations.tick(turn);
                MigrationShares.tick(turn);
                Evacuations.tick(turn);
                Inquiries.tick(turn);
                SurveyRequests.tick(turn);
            }
        }
    }
}
