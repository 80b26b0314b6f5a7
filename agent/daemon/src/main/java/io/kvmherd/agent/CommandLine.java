package io.kvmherd.agent;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.runtime.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the agent was started for: its own host, many simulated ones, or something that is done once and ends. */
sealed interface CommandLine {
    String FORGET_DATABASE = "--forget-database";
    String OBSERVE = "--observe";
    String USAGE = """
            usage: kvmherd-agent [--config FILE] [--observe | --forget-database]
                   kvmherd-agent --simulated-configs DIRECTORY [--observe]
              --config             configuration of this host (default /etc/kvmherd/agent.yaml)
              --observe            reports and answers, and refuses every change, whatever the configuration says
              --forget-database    lets this host join a cluster whose database was made anew on purpose: forgets
                                   which database it belongs to, and ends. Stop the agent first, start it afterwards
              --simulated-configs  plays a simulated host for each *.yaml in the directory
            """;

    /** @param config of this host */
    record RealHost(AgentConfig config) implements CommandLine {}

    /** @param configs of the hosts to play, sorted by file name */
    record SimulatedHosts(List<AgentConfig> configs) implements CommandLine {
        public SimulatedHosts {
            configs = List.copyOf(configs);
        }
    }

    /**
     * The operator's word that the cluster was rebuilt on purpose. It is no part of an ordinary start: left in a service's
     * file it would be said anew with each restart.
     *
     * @param config of this host
     */
    record ForgetDatabase(AgentConfig config) implements CommandLine {}

    /** Somebody asked how to use it. */
    record Help() implements CommandLine {}

    /**
     * Reads the arguments and the files that they name.
     *
     * @throws KvmherdException INVALID_INPUT for arguments that are not understood; as {@code ConfigFile.read} does
     */
    static CommandLine read(List<String> arguments) {
        if (arguments.contains(OBSERVE)) {
            return observing(arguments);
        }
        if (arguments.contains(FORGET_DATABASE)) {
            return forgetDatabase(arguments);
        }
        if (arguments.isEmpty()) {
            return realHost(Path.of("/etc/kvmherd/agent.yaml"));
        }
        if (arguments.size() == 1 && List.of("--help", "-h").contains(arguments.getFirst())) {
            return new Help();
        }
        if (arguments.size() == 2 && arguments.getFirst().equals("--config")) {
            return realHost(Path.of(arguments.getLast()));
        }
        if (arguments.size() == 2 && arguments.getFirst().equals("--simulated-configs")) {
            return simulatedHosts(Path.of(arguments.getLast()));
        }
        throw new KvmherdException(ErrorCode.INVALID_INPUT, "the arguments " + arguments + " are not known.\n" + USAGE);
    }

    private static CommandLine forgetDatabase(List<String> arguments) {
        List<String> others = new ArrayList<>(arguments);
        others.remove(FORGET_DATABASE);
        if (!others.contains(FORGET_DATABASE) && read(others) instanceof RealHost real) {
            return new ForgetDatabase(real.config());
        }
        throw new KvmherdException(
                ErrorCode.INVALID_INPUT, FORGET_DATABASE + " goes with --config FILE or nothing else.\n" + USAGE);
    }

    private static CommandLine observing(List<String> arguments) {
        List<String> others = new ArrayList<>(arguments);
        others.remove(OBSERVE);
        if (!others.contains(OBSERVE)) {
            switch (read(others)) {
                case RealHost real -> {
                    return new RealHost(real.config().observing());
                }
                case SimulatedHosts simulated -> {
                    return new SimulatedHosts(simulated.configs().stream()
                            .map(AgentConfig::observing)
                            .toList());
                }
                case ForgetDatabase forget -> {}
                case Help help -> {}
            }
        }
        throw new KvmherdException(
                ErrorCode.INVALID_INPUT,
                OBSERVE + " goes with --config FILE, --simulated-configs DIRECTORY or nothing else.\n" + USAGE);
    }

    private static CommandLine realHost(Path file) {
        AgentConfig config = ConfigFile.read(file, AgentConfig.class);
        if (config.simulated().isPresent()) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    file + " describes a simulated host; start it with --simulated-configs, or take the section away");
        }
        return new RealHost(config);
    }

    private static CommandLine simulatedHosts(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<AgentConfig> configs = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(CommandLine::simulatedHost)
                    .toList();
            if (configs.isEmpty()) {
                throw new KvmherdException(ErrorCode.INVALID_INPUT, folder + " holds no *.yaml");
            }
            return new SimulatedHosts(configs);
        } catch (IOException e) {
            throw new KvmherdException(ErrorCode.FILE_FAILED, folder + " cannot be read: " + e, e);
        }
    }

    private static AgentConfig simulatedHost(Path file) {
        AgentConfig config = ConfigFile.read(file, AgentConfig.class);
        if (config.simulated().isEmpty()) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    file + " has no section \"simulated\"; add one: {vendor, threads, memoryMib, virtualises}");
        }
        return config;
    }
}
