package io.kvmherd.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes a guest. */
@Command(
        name = "delete",
        header = "Remove the definition of a guest that is off; its volumes stay.",
        description = {
            "An adopted guest has no definition but the one that somebody gave it: it is not deleted without --definition."
                    + " To give it back as it was, use kvmherd guest release. Volumes and NVRAM files stay in any case.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  kvmherd guest delete web-1 --dry-run",
            "  kvmherd guest delete web-1 -y",
            "  kvmherd guest delete old-mail --definition"
        })
final class DeleteGuest implements Callable<Integer> {
    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    @Option(
            names = "--definition",
            description = "Also of an adopted guest, whose only definition is then gone for good.")
    private boolean definition;

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    @Mixin
    private ConfirmOption confirmed = new ConfirmOption();

    DeleteGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.onlyIfConfirmed(
                confirmed.given() || change.dryRun(),
                question(),
                () -> session.follow(
                        session.controller().delete(guest.nameOrId(), definition, change.request()), change.waiting()));
    }

    private String question() {
        String asked = "Remove the definition of guest " + guest.nameOrId();
        return definition
                ? asked + " for good, also if somebody else wrote it and there is no other? Its volumes stay."
                : asked + "? Its volumes stay.";
    }
}
