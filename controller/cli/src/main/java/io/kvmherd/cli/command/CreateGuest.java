package io.kvmherd.cli.command;

import io.kvmherd.common.api.CreateGuestRequest;
import io.kvmherd.common.api.RequestedSpec;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a guest. */
@Command(
        name = "create",
        header = "Create a guest on the host that suits it best, and start it.",
        description = {
            "Volumes must exist. A file given with -f holds the API's fields, as guest show -o json prints them",
            "under spec; flags say otherwise."
        },
        footer = {
            "",
            "Example:",
            "  kvmherd guest create web-1 --vcpus 2 --memory 2G --volume images/web-1.qcow2 --network default",
            "  kvmherd guest create -f web.yaml --memory 4G --no-start"
        })
final class CreateGuest implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            defaultValue = "",
            description = "Name, unique in the cluster; also its domain's name.")
    private String name = "";

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "", description = "As the argument.")
    private String nameOption = "";

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            defaultValue = Option.NULL_VALUE,
            description = "YAML file with the specification.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--start",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Start it as well (default); --no-start only creates it.")
    private boolean start = true;

    @Mixin
    private GuestFlags flags = new GuestFlags();

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    CreateGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        RequestedSpec spec = flags.over(file.map(GuestFile::read).orElse(GuestFile.empty()), typedName());
        requireStated("name", !spec.name().isEmpty(), "give one, such as: kvmherd guest create web-1");
        requireStated("memory", spec.memoryMib() != 0, "give --memory, such as --memory 1G");
        spec.toSpec();
        CreateGuestRequest request = new CreateGuestRequest(spec, start, change.reason(), change.dryRun());
        return session.follow(session.controller().create(request), change.waiting());
    }

    private String typedName() {
        if (!name.isEmpty() && !nameOption.isEmpty() && !name.equals(nameOption)) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "the guest is named both " + name + " and " + nameOption + "; give one name");
        }
        return name.isEmpty() ? nameOption : name;
    }

    private static void requireStated(String what, boolean stated, String remedy) {
        if (!stated) {
            throw new KvmherdException(ErrorCode.INVALID_INPUT, "the guest's " + what + " is not stated; " + remedy);
        }
    }
}
