package io.kvmherd.cli.command;

import io.kvmherd.cli.output.GuestText;
import io.kvmherd.common.api.MarkRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what a guest is to the cluster. */
@Command(
        name = "mark",
        header = "Say that a controller of this cluster runs in a guest.",
        description = {
            "Such a guest is never stopped, and never moved as part of something else: evacuating its host says so and "
                    + "leaves it. kvmherd migrate moves it when you are ready."
        },
        footer = {"", "Example:", "  kvmherd guest mark herd --controller"})
final class MarkGuest implements Callable<Integer> {
    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    @Option(
            names = "--controller",
            negatable = true,
            required = true,
            description = "A controller runs in it; --no-controller takes that back.")
    private boolean controller;

    @Mixin
    private ReasonOption reason = new ReasonOption();

    MarkGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(
                session.controller().mark(guest.nameOrId(), new MarkRequest(controller, reason.text())),
                GuestText::details);
    }
}
