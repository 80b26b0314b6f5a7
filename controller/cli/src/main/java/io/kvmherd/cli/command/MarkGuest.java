package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.output.GuestText;
import io.kvmherd.common.api.GuestResource;
import io.kvmherd.common.api.MarkRequest;
import io.kvmherd.common.model.OperationId;
import java.util.Optional;
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
                    + "leaves it. kvmherd migrate moves it when you are ready.",
            "After a power cut its host starts it by itself when no controller answers, for the one that would confirm it may be "
                    + "inside. What keeps it from running twice then is libvirt's lock on its disks (virtlockd or sanlock): where "
                    + "there is none, the command fails and says so. --without-disk-lock takes the risk: had the guest been "
                    + "started elsewhere while its host was off, it would run twice and destroy its disks."
        },
        footer = {
            "",
            "Example:",
            "  kvmherd guest mark herd --controller",
            "  kvmherd guest mark herd --controller --without-disk-lock"
        })
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

    @Option(names = "--without-disk-lock", description = "Its host starts it by itself though nothing locks its disks.")
    private boolean withoutDiskLock;

    @Mixin
    private WaitOptions wait = new WaitOptions();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    MarkGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        MarkRequest request = new MarkRequest(controller, withoutDiskLock, reason.text());
        Answer<GuestResource> marked = session.controller().mark(guest.nameOrId(), request);
        Optional<OperationId> telling = wait.wanted() ? telling(marked) : Optional.empty();
        return telling.isEmpty()
                ? session.show(marked, GuestText::details)
                : session.showAfter(
                        telling.get(),
                        wait,
                        () -> session.show(session.controller().guest(guest.nameOrId()), GuestText::details));
    }

    /** The operation that tells the guest's host; none where the mark stands on paper only, and another one holds the guest. */
    private Optional<OperationId> telling(Answer<GuestResource> marked) {
        return marked instanceof Answer.Given<GuestResource> given
                        && (!controller || given.value().ownStart().isPresent())
                ? given.value().operation()
                : Optional.empty();
    }
}
