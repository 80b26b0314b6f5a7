package io.kvmherd.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.ResourceScope;
import io.kvmherd.common.runtime.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigTest {
    private static final String SMALLEST = """
            host: h1
            controllers: ["198.18.77.1:7441"]
            tls: {certificate: h1.pem, key: h1.key, authority: authority.pem}
            hazelcast: {members: ["198.18.77.1:5702"]}
            migrationAddress: 198.18.77.11
            """;

    @TempDir
    Path folder;

    @Test
    void everyKeyAndDefaultIsPinned() {
        assertThat(ConfigFile.keys(AgentConfig.class))
                .containsExactly(
                        "host: text, required",
                        "dataDir: path = /var/lib/kvmherd",
                        "controllers[]: text, optional",
                        "tls.certificate: path, required",
                        "tls.key: path, required",
                        "tls.authority: path, required",
                        "hazelcast.clusterName: text = kvmherd",
                        "hazelcast.members[]: text, optional",
                        "libvirt.uri: text = qemu:///system",
                        "libvirt.sweepSeconds: int = 30",
                        "scope.kind: kind = machine",
                        "scope.name: text = \"\"",
                        "migrationAddress: text, required",
                        "labels[]: text, optional",
                        "health.address: text = 127.0.0.1",
                        "health.port: int = 7449",
                        "mode: managementmode = manage",
                        "simulated?.vendor: text, required",
                        "simulated?.threads: int, required",
                        "simulated?.memoryMib: long, required",
                        "simulated?.virtualises: boolean = true");
    }

    @Test
    void readsTheSmallestConfiguration() {
        AgentConfig config = parse(SMALLEST);

        assertThat(config.host()).isEqualTo(new HostId("h1"));
        assertThat(config.scope().resourceScope()).isEqualTo(ResourceScope.MACHINE);
        assertThat(config.simulated()).isEmpty();
    }

    @Test
    void readsAControlGroupAsScope() {
        AgentConfig config = parse(SMALLEST + "scope: {kind: cgroup, name: /lab/h1}\n");

        assertThat(config.scope().resourceScope())
                .isEqualTo(new ResourceScope(ResourceScope.Kind.CONTROL_GROUP, "/lab/h1"));
    }

    @Test
    void readsAControlGroupWithoutASlashInFront() {
        AgentConfig config = parse(SMALLEST + "scope: {kind: cgroup, name: lab/h1}\n");

        assertThat(config.scope().resourceScope().name()).isEqualTo("/lab/h1");
    }

    @Nested
    class Refuses {
        @Test
        void aControlGroupWithoutAName() {
            assertRefused("scope: {kind: cgroup}\n", "scope.name is missing");
        }

        @Test
        void aNameOfAGroupForTheWholeMachine() {
            assertRefused("scope: {name: /lab/h1}\n", "scope.kind is machine");
        }

        @Test
        void aLabelThatIsNone() {
            assertRefused("labels: [SSD]\n", "label \"SSD\" is not valid");
        }

        @Test
        void aPortThatIsNone() {
            assertRefused("health: {port: 0}\n", "key \"health\" is not valid");
        }

        @Test
        void sweepsWithoutAPause() {
            assertRefused("libvirt: {sweepSeconds: 4}\n", "key \"libvirt\" is not valid");
        }

        @Test
        void everyInterface() {
            assertRefused("health: {address: 0.0.0.0}\n", "means every interface");
        }

        @Test
        void aSimulatedHostWithoutThreads() {
            assertRefused(
                    "simulated: {vendor: GenuineIntel, threads: 0, memoryMib: 2048}\n", "a simulated host has 1 to");
        }

        @Test
        void noController() {
            assertThatThrownBy(() -> parse(SMALLEST.replace("[\"198.18.77.1:7441\"]", "[]")))
                    .hasMessageContaining("controllers has 0 entries");
        }

        private void assertRefused(String more, String message) {
            assertThatThrownBy(() -> parse(SMALLEST + more)).hasMessageContaining(message);
        }
    }

    @Nested
    class CommandLines {
        @Test
        void namesTheConfigurationOfThisHost() throws IOException {
            Path file = Files.writeString(folder.resolve("agent.yaml"), SMALLEST);

            CommandLine read = CommandLine.read(List.of("--config", file.toString()));

            assertThat(read)
                    .isInstanceOfSatisfying(
                            CommandLine.RealHost.class,
                            real -> assertThat(real.config().host()).isEqualTo(new HostId("h1")));
        }

        @Test
        void observesWhateverTheConfigurationSays() throws IOException {
            Path file = Files.writeString(folder.resolve("agent.yaml"), SMALLEST + "mode: manage\n");

            CommandLine read = CommandLine.read(List.of("--observe", "--config", file.toString()));

            assertThat(read)
                    .isInstanceOfSatisfying(
                            CommandLine.RealHost.class,
                            real -> assertThat(real.config().mode()).isEqualTo(ManagementMode.OBSERVE));
        }

        @Test
        void refusesToObserveAndToForgetAtOnce() throws IOException {
            Path file = Files.writeString(folder.resolve("agent.yaml"), SMALLEST);

            assertThatThrownBy(() ->
                            CommandLine.read(List.of("--observe", "--forget-database", "--config", file.toString())))
                    .hasMessageContaining("--observe goes with");
        }

        @Test
        void namesAFolderOfSimulatedHosts() throws IOException {
            String simulated = SMALLEST + "simulated: {vendor: AuthenticAMD, threads: 8, memoryMib: 16384}\n";
            Files.writeString(folder.resolve("b.yaml"), simulated.replace("host: h1", "host: h2"));
            Files.writeString(folder.resolve("a.yaml"), simulated);

            CommandLine read = CommandLine.read(List.of("--simulated-configs", folder.toString()));

            assertThat(read)
                    .isInstanceOfSatisfying(
                            CommandLine.SimulatedHosts.class,
                            hosts -> assertThat(hosts.configs())
                                    .extracting(AgentConfig::host)
                                    .containsExactly(new HostId("h1"), new HostId("h2")));
        }

        @Test
        void doNotMixTheTwo() throws IOException {
            Path real = Files.writeString(folder.resolve("real.yaml"), SMALLEST);

            assertThatThrownBy(() -> CommandLine.read(List.of("--simulated-configs", folder.toString())))
                    .hasMessageContaining(real + " has no section \"simulated\"");
        }

        @Test
        void canAskToForgetTheDatabase() throws IOException {
            String file =
                    Files.writeString(folder.resolve("agent.yaml"), SMALLEST).toString();

            for (List<String> arguments : List.of(
                    List.of("--forget-database", "--config", file), List.of("--config", file, "--forget-database"))) {
                assertThat(CommandLine.read(arguments))
                        .isInstanceOfSatisfying(
                                CommandLine.ForgetDatabase.class,
                                forget -> assertThat(forget.config().host()).isEqualTo(new HostId("h1")));
            }
            assertThat(CommandLine.USAGE).contains("--forget-database");
        }

        @Test
        void doNotForgetTheDatabaseOfSomethingElse() {
            assertThatThrownBy(() -> CommandLine.read(List.of("--forget-database", "--help")))
                    .hasMessageContaining("--forget-database goes with --config FILE or nothing else");
        }

        @Test
        void areExplainedWhenTheyAreNotKnown() {
            assertThatThrownBy(() -> CommandLine.read(List.of("--conf")))
                    .hasMessageContaining("[--conf] are not known")
                    .hasMessageContaining("usage: kvmherd-agent");
        }
    }

    private AgentConfig parse(String yaml) {
        return ConfigFile.parse(Path.of("/etc/kvmherd/agent.yaml"), yaml, AgentConfig.class);
    }
}
