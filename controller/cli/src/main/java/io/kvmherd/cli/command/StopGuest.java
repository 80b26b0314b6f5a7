package io.kvmherd.cli.command;

import io.kvmherd.cli.client.ControllerClient.GuestAction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Switches a guest off. */
@Command(
        name = "stop",
        header = "Switch a guest off, as if its power was cut.",
        description = {"What the guest has not written yet is lost. To ask it to shut down, use guest shutdown."},
        footer = {"", "Example:", "  kvmherd guest stop web-1 -y"})
final class StopGuest implements Callable<Integer> {
    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    @Mixin
    private ConfirmOption confirmed = new ConfirmOption();

    StopGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.onlyIfConfirmed(
                confirmed.given() || change.dryRun(),
                "Switch guest " + guest.nameOrId() + " off, as if its power was cut?",
                () -> session.follow(
                        session.controller().act(guest.nameOrId(), GuestAction.STOP, change.request()),
                        change.waiting()));
    }
}
