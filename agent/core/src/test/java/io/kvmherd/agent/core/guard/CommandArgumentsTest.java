package io.kvmherd.agent.core.guard;

import static io.kvmherd.agent.core.guard.Commands.GUEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.VolumeReference.Format;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.AgentCommand.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CommandArgumentsTest {
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** A digest that changes with a version of the agent makes it refuse the steps that the one before has begun. */
    @Test
    void staysTheSameInAllVersions() {
        Map<String, String> digests = new LinkedHashMap<>();
        Commands.changesOf(GUEST).stream()
                .filter(change -> !CommandArguments.digestOf(change).equals(EMPTY))
                .forEach(change -> digests.put(change.getClass().getSimpleName(), CommandArguments.digestOf(change)));

        assertThat(digests).containsExactlyEntriesOf(goldenDigests());
    }

    @Test
    void differsWithEachArgumentThatChangesTheHost() {
        List<Change> all = List.of(
                new AgentCommand.WritePoolProof("shared", "a"),
                new AgentCommand.WritePoolProof("shared", "b"),
                new AgentCommand.WritePoolProof("share", "da"),
                new AgentCommand.ExpectArrival(GUEST, new HostId("h2"), 1_000, List.of()),
                new AgentCommand.ExpectArrival(GUEST, new HostId("h3"), 1_000, List.of()),
                new AgentCommand.ExpectArrival(GUEST, new HostId("h3"), 1_000, List.of(disk("vda", 1))),
                new AgentCommand.WithdrawArrival(GUEST, List.of()),
                new AgentCommand.WithdrawArrival(GUEST, List.of(disk("vda", 1))),
                new AgentCommand.WithdrawArrival(GUEST, List.of(disk("vdb", 1))),
                new AgentCommand.WithdrawArrival(GUEST, List.of(disk("vda", 1), disk("vdb", 1))),
                new AgentCommand.WithdrawArrival(GUEST, List.of(disk("vda", 2))),
                new AgentCommand.LimitMigration(GUEST, 5),
                new AgentCommand.AdoptGuest(GUEST, StartsWithHost.NO),
                new AgentCommand.AdoptGuest(GUEST, StartsWithHost.ALONE),
                new AgentCommand.AdoptGuest(GUEST, StartsWithHost.NO, Optional.of(OwnStart.LOCKED)),
                new AgentCommand.RedefineGuest(GUEST, "web", "", false, Optional.empty()),
                new AgentCommand.RedefineGuest(GUEST, "web", "", true, Optional.empty()),
                new AgentCommand.RedefineGuest(GUEST, "www", "", false, Optional.empty()),
                new AgentCommand.CreateGuest(GUEST, Commands.spec()),
                new AgentCommand.CreateGuest(GUEST, Commands.spec().withName("www")),
                new AgentCommand.CreateGuest(GUEST, Commands.spec().atLeast(2, 128, 0)),
                new AgentCommand.CreateGuest(GUEST, Commands.spec().atLeast(1, 256, 0)),
                new AgentCommand.CreateGuest(GUEST, Commands.spec().withMachineType("pc-q35-10.0")));

        assertThat(all.stream().map(CommandArguments::digestOf)).doesNotHaveDuplicates();
    }

    @Test
    void leavesOutWhatAControllerWorksOutAnewWhenItSendsAgain() {
        assertSame(
                new AgentCommand.ExpectArrival(GUEST, new HostId("h2"), 1_000, List.of()),
                new AgentCommand.ExpectArrival(GUEST, new HostId("h2"), 9_000, List.of()));
        assertSame(
                new AgentCommand.RelocateGuest(GUEST, new HostId("h2"), "qemu+tcp://a/system", List.of()),
                new AgentCommand.RelocateGuest(GUEST, new HostId("h2"), "qemu+tls://a/system", List.of("shared")));
        assertSame(
                new AgentCommand.FollowMigration(GUEST, 1, 1, Optional.empty()),
                new AgentCommand.FollowMigration(GUEST, 2, 2, Optional.empty()));
        assertSame(
                new AgentCommand.RedefineGuest(GUEST, "web", "<domain/>", false, Optional.of(StartsWithHost.NO)),
                new AgentCommand.RedefineGuest(GUEST, "web", "", false, Optional.empty()));
    }

    private static void assertSame(Change one, Change other) {
        assertThat(CommandArguments.digestOf(one)).isEqualTo(CommandArguments.digestOf(other));
    }

    private static GuestDisk disk(String name, long sizeBytes) {
        return new GuestDisk(name, "local", "/pool/web.qcow2", Format.QCOW2, sizeBytes, 0);
    }

    private static Map<String, String> goldenDigests() {
        Map<String, String> golden = new LinkedHashMap<>();
        golden.put("CreateGuest", "8b9b6e6a6a18962a3fbde54ca10df69bf90d694c76713a18ed60219bbed36cf7");
        golden.put("ExpectArrival", "f9540c18516cc1c211cc98fc75c0ccba59c9672e9218db17e27ffe50e341a311");
        golden.put("MigrateGuest", "b40b795a8038d93475d77946ba3041e3b49f49cccdb9d9d56d23de396be4e29b");
        golden.put("RelocateGuest", "b40b795a8038d93475d77946ba3041e3b49f49cccdb9d9d56d23de396be4e29b");
        golden.put("LimitMigration", "131fbea9083109941deb55e7a42729c0c085ddcf513385beef5358feae579033");
        golden.put("AdoptGuest", "e9a0f7df9b8fa0918cf5eaf5c6292c0350a127ef6257897c285b1e21097b7ea4");
        golden.put("RedefineGuest", "f0f2fb884beecdc248306a6052923b15bb1f73439e1ef0474532fcafabf0b55e");
        return golden;
    }
}
