package io.kvmherd.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The lab: hosts, their libvirt and their guests, as {@code deploy/lab/lab} shows them. Every call blocks. */
final class Lab {
    /** Where the running lab keeps its state; fixed, because its namespaces and addresses are the machine's as well. */
    static final Path STATE = Path.of("/run/kvmherd-lab");

    static final Path SOCKET = STATE.resolve("controller/api.sock");

    private static final Path DEPLOY = deployFolder();
    private static final Duration COMMAND = Duration.ofMinutes(10);
    private static final Duration UP = Duration.ofMinutes(10);
    private static final Duration AGENTS_START = Duration.ofMinutes(15);

    private static final int AGENT_PORT = 7449;
    private static final int LIBVIRT_PORT = 16_509;
    private static final int CONNECT_MS = 2_000;
    private static final String ADDRESS = "migrationAddress: ";

    private static final String INTEL_MACHINE = "m-intel";
    private static final String AMD_MACHINE = "m-amd";

    private final List<String> namespaceHosts;
    private final List<String> machines;
    private final String otherVendorHost;
    private boolean machinesAreUp;

    private Lab(List<String> namespaceHosts, List<String> machines, String otherVendorHost) {
        this.namespaceHosts = List.copyOf(namespaceHosts);
        this.machines = List.copyOf(machines);
        this.otherVendorHost = otherVendorHost;
    }

    /** Three namespace hosts and the machine host of the other vendor. */
    static Lab ofBothVendors() {
        String cpuinfo = read(Path.of("/proc/cpuinfo"));
        String other = otherVendorHost(cpuinfo);
        // The emulated Intel host too, if no other host would be one that cannot virtualise. QEMU emulates no VMX.
        boolean third = other.equals(AMD_MACHINE) && virtualises(cpuinfo);
        return new Lab(List.of("h1", "h2", "h3"), third ? List.of(other, INTEL_MACHINE) : List.of(other), other);
    }

    /** These machine hosts and no others. */
    static Lab ofMachines(List<String> machines) {
        return new Lab(List.of(), machines, otherVendorHost(read(Path.of("/proc/cpuinfo"))));
    }

    private static String otherVendorHost(String cpuinfo) {
        return vendorOf(cpuinfo).equals("AuthenticAMD") ? INTEL_MACHINE : AMD_MACHINE;
    }

    /** The namespace hosts. Their CPU is this machine's. */
    List<String> namespaceHosts() {
        return namespaceHosts;
    }

    /** Hosts that are virtual machines under software emulation, in which everything takes its time. */
    List<String> machineHosts() {
        return machines;
    }

    /** The host whose CPU is of the other vendor; a machine host, so only while those are up. */
    String otherVendorHost() {
        if (!machinesAreUp) {
            throw new IllegalStateException("no machine host is up; annotate the class with NeedsMachineHost");
        }
        return otherVendorHost;
    }

    /** The label of hosts none of which can virtualise. There always are such hosts. */
    String rackWithoutKvm() {
        if (machines.size() > 1) {
            return GuestOrder.THIRD_RACK;
        }
        return otherVendorHost.equals(INTEL_MACHINE) ? GuestOrder.OTHER_RACK : GuestOrder.RACK;
    }

    List<String> hosts() {
        return machinesAreUp
                ? Stream.concat(namespaceHosts.stream(), machines.stream()).toList()
                : namespaceHosts;
    }

    boolean machinesAreUp() {
        return machinesAreUp;
    }

    boolean isEmulated(String host) {
        return machines.contains(host);
    }

    static boolean isUp() {
        return Files.exists(STATE);
    }

    void up(boolean withMachines) {
        List<String> arguments = new ArrayList<>(List.of("up", "--hosts", String.valueOf(namespaceHosts.size())));
        if (withMachines) {
            arguments.addAll(List.of("--machines", String.join(",", machines)));
        }
        run(UP, arguments.toArray(String[]::new)).succeeded();
        machinesAreUp = withMachines;
    }

    /** Switches the machine hosts off for the rest of the run. */
    void endMachines() {
        machines.forEach(host -> command("kill-host", host));
        machinesAreUp = false;
    }

    void down() {
        run(UP, "down").succeeded();
    }

    /** Runs {@code virsh} against a host's libvirt and answers what it printed. */
    String virsh(String host, String... arguments) {
        return tryVirsh(host, arguments).succeeded().out();
    }

    /** As {@link #virsh}, for what may be refused: answers how it ended. */
    Run tryVirsh(String host, String... arguments) {
        List<String> all = new ArrayList<>(List.of("virsh", host, "-q"));
        all.addAll(List.of(arguments));
        return run(COMMAND, all.toArray(String[]::new));
    }

    /** The names that one of virsh's lists, as {@code pool-list}, has of active and inactive things. */
    List<String> names(String host, String list) {
        return virsh(host, list, "--all", "--name")
                .lines()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Runs a program inside a host and answers what it printed. */
    String exec(String host, String... command) {
        List<String> all = new ArrayList<>(List.of("exec", host));
        all.addAll(List.of(command));
        return command(all.toArray(String[]::new));
    }

    /** As {@link #exec}, for what may be refused. */
    Run tryExec(String host, String... command) {
        List<String> all = new ArrayList<>(List.of("exec", host));
        all.addAll(List.of(command));
        return run(COMMAND, all.toArray(String[]::new));
    }

    /** The program that takes kvmherd off a host; namespace hosts see it under the same path. */
    Path uninstall() {
        return DEPLOY.resolve("uninstall");
    }

    /** The domains that a host's libvirt has, running or not, with their states. */
    SortedMap<String, String> domains(String host) {
        SortedMap<String, String> domains = new TreeMap<>();
        virsh(host, "list", "--all").lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] words = line.strip().split(" +", 3);
            domains.put(words[1], words[2].strip());
        });
        return domains;
    }

    /** As virsh lists them; one that does not answer within the limit is a failure of the test. */
    String listedWithin(Duration limit, String host) {
        return run(limit, "virsh", host, "-q", "list", "--all").out();
    }

    /** What the guest itself wrote about where and when it ran, judged over all hosts. */
    Ticks ticks(String guest) {
        return Ticks.parse(run(COMMAND, "verify-ticks", guest).out());
    }

    /** Number of the newest tick that the guest printed on this host, 0 if it never ran there. */
    long newestTick(String host, String guest) {
        Pattern line = Pattern.compile(".*tick (\\d+) .*");
        return command("tick", host, guest)
                .lines()
                .map(line::matcher)
                .filter(found -> found.matches())
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .max()
                .orElse(0);
    }

    /** Whether libvirt and the agent of every host and the controller take connections; starts no program to know it. */
    boolean isAllListening() {
        return hosts().stream().allMatch(host -> takesConnections(host, AGENT_PORT))
                && namespaceHosts.stream().allMatch(host -> takesConnections(host, LIBVIRT_PORT))
                && controllerListens();
    }

    private boolean takesConnections(String host, int port) {
        String address = read(agentConfiguration(host))
                .lines()
                .filter(line -> line.startsWith(ADDRESS))
                .map(line -> line.substring(ADDRESS.length()))
                .findFirst()
                .orElseThrow();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean controllerListens() {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(SOCKET))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    void startController() {
        command("start-controller");
    }

    void killController() {
        command("kill-controller");
    }

    void startAgent(String host) {
        command("start-agent", host);
    }

    /** All at the same time. On a busy machine, several emulated hosts have taken ten minutes for it. */
    void startAgents(List<String> hosts) {
        List<String> command = new ArrayList<>(List.of(DEPLOY.resolve("lab/lab").toString(), "start-agent"));
        command.addAll(hosts);
        Map<String, String> patience = Map.of("KVMHERD_LAB_START_SECONDS", String.valueOf(AGENTS_START.toSeconds()));
        Run.of(AGENTS_START.plus(COMMAND), patience, command).succeeded();
    }

    void killAgent(String host) {
        command("kill-agent", host);
    }

    /** The guest's QEMU ends without a word, as after a fault of it or of the host's memory. */
    Run killGuest(String host, String name) {
        return tryExec(host, "sh", "-c", "kill -9 $(cat /run/libvirt/qemu/" + name + ".pid)");
    }

    /** A power cut: everything that runs on the host ends at once, its guests as well. */
    void killHost(String host) {
        command("kill-host", host);
    }

    /** Power comes back, in a new boot: libvirt runs, the agent does not yet. */
    void startHost(String host) {
        command("start-host", host);
    }

    /** What the host's agent wrote into its log. */
    String agentLog(String host) {
        return command("log", host);
    }

    void startLibvirt(String host) {
        command("start-libvirtd", host);
    }

    void killLibvirt(String host) {
        command("kill-libvirtd", host);
    }

    Path agentConfiguration(String host) {
        return STATE.resolve("hosts").resolve(host).resolve("agent.yaml");
    }

    /** Types a command of kvmherd's own. */
    Told kvmherd(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(DEPLOY.resolve("bin/kvmherd").toString(), "-o", "json"));
        command.addAll(List.of(arguments));
        return new Told(Run.of(COMMAND, Map.of("KVMHERD_SOCKET", SOCKET.toString()), command));
    }

    static String vendorOf(String cpuinfo) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith("vendor_id"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    static boolean virtualises(String cpuinfo) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith("flags"))
                .map(line -> List.of(line.split(" ")))
                .anyMatch(flags -> flags.contains("svm") || flags.contains("vmx"));
    }

    private String command(String... arguments) {
        return run(COMMAND, arguments).succeeded().out();
    }

    private static Run run(Duration limit, String... arguments) {
        List<String> command = new ArrayList<>(List.of(DEPLOY.resolve("lab/lab").toString()));
        command.addAll(List.of(arguments));
        return Run.of(limit, Map.of(), command);
    }

    /** Maven runs a module's tests in the module's folder, deploy/lab. */
    private static Path deployFolder() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
