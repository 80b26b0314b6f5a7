package io.kvmherd.cli.command;

import picocli.CommandLine.Command;

/** The noun; its verbs do the work. */
@Command(
        name = "guest",
        header = "Guests: create, adopt, start, stop, move, explain.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  kvmherd guest list"})
@Verbs({
    ListGuests.class,
    ShowGuest.class,
    CreateGuest.class,
    StartGuest.class,
    ShutDownGuest.class,
    StopGuest.class,
    DeleteGuest.class,
    MigrateGuest.class,
    AcceptGuest.class,
    RestoreGuest.class,
    AdoptGuests.class,
    ReleaseGuest.class,
    MarkGuest.class,
    SetGuest.class,
    DiffGuest.class,
    ExplainGuest.class,
    ShowGuestXml.class
})
final class GuestCommands {}
