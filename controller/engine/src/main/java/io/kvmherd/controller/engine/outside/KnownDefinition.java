package io.kvmherd.controller.engine.outside;

import io.kvmherd.common.model.DomainDefinition;
import io.kvmherd.common.model.GuestShape;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.OutsideChange.What;
import io.kvmherd.common.model.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A guest's definition as it was accepted, and as its owner last told it. The difference between the two is its drift.
 *
 * <p>The persistent half has drifted when its fingerprint is another one. What runs has drifted when it is neither as the
 * definition says, nor as the accepted one said (its next start will bring what was edited), nor as it was when somebody
 * accepted it.
 *
 * @param seen without its text while that is the accepted one's
 */
public record KnownDefinition(DomainDefinition accepted, DomainDefinition seen) {
    private static final String NONE = "";

    public KnownDefinition {
        seen = seen.fingerprint().equals(accepted.fingerprint()) ? seen.withText(NONE) : seen;
    }

    /** What happened to a definition since it was told before. */
    public record Happened(What what, String detail) {}

    /** The first one that is told of a guest is the one that counts. */
    public static KnownDefinition first(DomainDefinition told) {
        return new KnownDefinition(told, told);
    }

    /**
     * Its owner tells it anew. A text that is new under another version of libvirt, in the shape that it had, was written down
     * otherwise by that version and edited by nobody.
     */
    public KnownDefinition seenAs(DomainDefinition told) {
        boolean rewritten = !isTextEdited()
                && !told.fingerprint().equals(accepted.fingerprint())
                && told.libvirtVersion() != accepted.libvirtVersion()
                && told.shape().equals(accepted.shape());
        return new KnownDefinition(rewritten ? as(told, accepted) : accepted, told);
    }

    /** It is right as it is. */
    public KnownDefinition accept() {
        return first(isTextEdited() ? seen : seen.withText(accepted.text()));
    }

    /** The same for a guest whose autostart the agent has taken over: libvirt's is to be off again. */
    public KnownDefinition acceptedByAgent() {
        return accept().handedToAgent();
    }

    /** Nothing but its autostart is accepted: the agent has taken that over, so libvirt's is to be off. */
    public KnownDefinition handedToAgent() {
        return new KnownDefinition(accepted.withAutostart(false), seen);
    }

    /** It went to another host. Its text goes with it, its autostart does not. */
    public KnownDefinition moved() {
        return new KnownDefinition(accepted.withAutostart(false), seen.withAutostart(false));
    }

    public boolean isTextEdited() {
        return !seen.fingerprint().equals(accepted.fingerprint());
    }

    /** Whether what runs was changed while it runs. */
    public boolean runsOtherwise() {
        Optional<GuestShape> running = seen.running();
        return running.isPresent()
                && !running.get().equals(seen.shape().running())
                && !running.get().equals(accepted.shape().running())
                && !running.equals(accepted.running());
    }

    public boolean isEdited() {
        return isTextEdited() || runsOtherwise();
    }

    /** Whether nobody has to decide about anything. */
    public boolean isSettled() {
        return !isEdited() && seen.autostart() == accepted.autostart();
    }

    /** Names and values of what differs in the persistent half; what has no name among them is in the text only. */
    public List<String> edits() {
        return ShapeDifference.between(accepted.shape(), seen.shape());
    }

    /** Of what runs, where that was changed while it runs. */
    public List<String> runningEdits() {
        return runsOtherwise()
                ? ShapeDifference.between(seen.shape().running(), seen.running().orElseThrow())
                : List.of();
    }

    public List<String> lines() {
        return isTextEdited() && !accepted.text().isEmpty() && !seen.text().isEmpty()
                ? TextDifference.between(accepted.text(), seen.text())
                : List.of();
    }

    /** What is news since then. What was undone is none: it settles what was told before. */
    public List<Happened> since(KnownDefinition before) {
        List<Happened> happened = new ArrayList<>();
        boolean newText = isTextEdited() && !seen.fingerprint().equals(before.seen.fingerprint());
        boolean newRunning = runsOtherwise() && !seen.running().equals(before.seen.running());
        if (newText || newRunning) {
            happened.add(new Happened(What.EDITED, summary()));
        }
        if (seen.autostart() != accepted.autostart() && seen.autostart() != before.seen.autostart()) {
            happened.add(new Happened(seen.autostart() ? What.AUTOSTART_ON : What.AUTOSTART_OFF, NONE));
        }
        happened.addAll(snapshotsSince(before.seen));
        return List.copyOf(happened);
    }

    private List<Happened> snapshotsSince(DomainDefinition before) {
        List<Happened> happened = new ArrayList<>();
        seen.snapshots().stream()
                .filter(name -> !before.snapshots().contains(name))
                .forEach(name -> happened.add(new Happened(What.SNAPSHOT_TAKEN, bounded(name))));
        before.snapshots().stream()
                .filter(name -> !seen.snapshots().contains(name))
                .forEach(name -> happened.add(new Happened(What.SNAPSHOT_DELETED, bounded(name))));
        boolean told = seen.revertedAtMs() != 0 && seen.revertedAtMs() != before.revertedAtMs();
        boolean otherState =
                !seen.currentSnapshot().isEmpty() && !seen.currentSnapshot().equals(before.currentSnapshot());
        if (told || happened.isEmpty() && otherState) {
            happened.add(new Happened(What.SNAPSHOT_REVERTED, bounded(seen.currentSnapshot())));
        }
        return happened.stream().limit(Limits.OUTSIDE_CHANGES).toList();
    }

    private String summary() {
        List<String> words = new ArrayList<>(edits());
        runningEdits().forEach(edit -> words.add("running: " + edit));
        if (words.isEmpty()) {
            long changed = lines().stream()
                    .filter(line -> line.startsWith("+") || line.startsWith("-"))
                    .count();
            words.add(changed == 0 ? "its XML" : changed + " lines of its XML");
        }
        return bounded(String.join(", ", words));
    }

    /** The specification as it is after the acceptance: only what was edited is taken from the definition. */
    public GuestSpec acceptedInto(GuestSpec spec) {
        if (seen.summary().isEmpty()) {
            return spec;
        }
        GuestSpec now = seen.summary().get();
        GuestSpec was = accepted.summary().orElse(now);
        return new GuestSpec(
                spec.name(),
                taken(GuestSpec::vcpus, was, now, spec),
                taken(GuestSpec::memoryMib, was, now, spec),
                acceptedMemoryMinMib(spec),
                taken(GuestSpec::virtualisation, was, now, spec),
                taken(GuestSpec::cpuModel, was, now, spec),
                taken(GuestSpec::machineType, was, now, spec),
                taken(GuestSpec::boot, was, now, spec),
                taken(GuestSpec::volumes, was, now, spec),
                taken(GuestSpec::networks, was, now, spec),
                spec.requiredLabels(),
                spec.antiAffinityGroup(),
                spec.cannotMove(),
                spec.migration());
    }

    /** The specification with the larger of what was asked for, is defined and runs: what a host must have room for. */
    public GuestSpec weighed(GuestSpec spec) {
        int vcpus = Math.max(
                seen.shape().vcpusMax(),
                seen.running().map(GuestShape::vcpusMax).orElse(0));
        long memoryMib = Math.max(
                seen.shape().memoryMib(),
                seen.running().map(GuestShape::memoryMib).orElse(0L));
        return spec.atLeast(
                Math.min(vcpus, Limits.GUEST_VCPUS),
                Math.min(memoryMib, Limits.GUEST_MEMORY_MIB),
                acceptedMemoryMinMib(spec));
    }

    private long acceptedMemoryMinMib(GuestSpec spec) {
        if (seen.summary().isEmpty()) {
            return spec.memoryMinMib();
        }
        GuestSpec now = seen.summary().get();
        GuestSpec was = accepted.summary().orElse(now);
        return Math.min(taken(GuestSpec::memoryMib, was, now, spec), taken(GuestSpec::memoryMinMib, was, now, spec));
    }

    /** What was found of an adopted guest as it is after the acceptance: what its text does not tell (disk chains) stays. */
    public List<Hindrance> acceptedInto(List<Hindrance> surveyed) {
        return Stream.concat(
                        surveyed.stream()
                                .filter(hindrance -> !accepted.hindrances().contains(hindrance)),
                        seen.hindrances().stream())
                .distinct()
                .toList();
    }

    /**
     * What is in the way of an adopted guest's live migrations.
     *
     * @param surveyed what was found when it was adopted, or when an edit was accepted
     */
    public List<Hindrance> hindrances(List<Hindrance> surveyed) {
        return Stream.concat(
                        surveyed.stream()
                                .filter(hindrance -> !isSnapshots(hindrance))
                                .map(this::asSeen),
                        seen.hindrances().stream()
                                .filter(hindrance -> isSnapshots(hindrance)
                                        || !accepted.hindrances().contains(hindrance)))
                .distinct()
                .toList();
    }

    /** An agent that has learned more since then may find that the same thing does not block any more. */
    private Hindrance asSeen(Hindrance surveyed) {
        Hindrance narrowing = Hindrance.narrowing(surveyed.reason());
        return seen.hindrances().contains(narrowing) ? narrowing : surveyed;
    }

    private static boolean isSnapshots(Hindrance hindrance) {
        return hindrance.reason().code() == ReasonCode.SNAPSHOTS_KEPT;
    }

    private static <T> T taken(Function<GuestSpec, T> field, GuestSpec was, GuestSpec now, GuestSpec spec) {
        return field.apply(was).equals(field.apply(now)) ? field.apply(spec) : field.apply(now);
    }

    /** The text and shape that were told, with what was accepted of the rest. */
    private static DomainDefinition as(DomainDefinition told, DomainDefinition accepted) {
        return new DomainDefinition(
                told.fingerprint(),
                told.text(),
                told.shape(),
                accepted.running(),
                told.summary(),
                told.hindrances(),
                accepted.autostart(),
                accepted.snapshots(),
                accepted.currentSnapshot(),
                told.libvirtVersion(),
                told.revertedAtMs());
    }

    private static String bounded(String text) {
        return text.length() <= Limits.TEXT_LENGTH ? text : text.substring(0, Limits.TEXT_LENGTH - 1) + "…";
    }
}
