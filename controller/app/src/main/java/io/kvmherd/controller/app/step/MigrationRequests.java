package io.kvmherd.controller.app.step;

import io.kvmherd.common.api.Versions;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.Compression;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTransport;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.controller.app.request.Input.RequestArrived;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.InquiryEntry;
import io.kvmherd.controller.app.state.MigrationCourse;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.Phase;
import io.kvmherd.controller.engine.placement.CopiedDisks;
import io.kvmherd.controller.engine.placement.MigrationRules;
import io.kvmherd.controller.engine.view.ClusterView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How migrations are made, and requests about one that is going on. */
final class MigrationRequests {
    private MigrationRequests() {}

    /** As asked for; else as the guest says; else as the cluster does. */
    static MigrationCourse course(Turn turn, GuestRecord guest, Request.MigrateGuest request) {
        MigrationCourse usual = usual(turn, guest);
        MigrationCourse asked = MigrationCourse.planned(
                request.tuning().over(request.policy().orElse(usual.policy())),
                request.limitMibPerSecond().orElse(usual.limitMibPerSecond()));
        return request.copyStorage() ? copying(turn, asked, guest) : asked;
    }

    /** As it was planned, with the disks that the guest has now. */
    static MigrationCourse anew(Turn turn, GuestRecord guest, MigrationCourse planned) {
        return planned.copy().isPresent() ? copying(turn, planned, guest) : planned;
    }

    /** What a part of an evacuation goes by that takes disks along: nobody can be asked for each guest, so without post-copy. */
    static MigrationCourse copying(Turn turn, GuestRecord guest) {
        MigrationCourse usual = usual(turn, guest);
        return copying(
                turn, MigrationCourse.planned(usual.policy().withoutPostCopy(), usual.limitMibPerSecond()), guest);
    }

    /** How an evacuation remembers for all its rounds that disks go along. */
    static Optional<MigrationCourse> copyingWhatMoves() {
        return Optional.of(MigrationCourse.planned(MigrationPolicy.NORMAL, 0).copying(List.of()));
    }

    private static MigrationCourse copying(Turn turn, MigrationCourse plain, GuestRecord guest) {
        return plain.copying(turn.view()
                .guest(guest.id())
                .map(seen -> CopiedDisks.of(seen, turn.storage().copying()))
                .orElse(List.of()));
    }

    /** Why it cannot be made as asked, before anything else is looked at; empty when it can. */
    static Optional<Response> contradiction(Turn turn, GuestRecord guest, Request.MigrateGuest request) {
        MigrationPolicy policy = request.policy().orElse(usual(turn, guest).policy());
        return request.tuning()
                .contradiction(policy)
                .<Response>map(why -> Refusals.refused(
                        ErrorCode.INVALID_INPUT,
                        "guest " + guest.spec().name() + " cannot be migrated so",
                        "with policy " + policy + ": " + why,
                        "choose another --policy, or leave the flag out"))
                .or(() -> refusalToCopy(turn, guest, request));
    }

    /** QEMU does not switch to post-copy while disks are copied; whoever asks for one guest is told so, and asked to choose. */
    private static Optional<Response> refusalToCopy(Turn turn, GuestRecord guest, Request.MigrateGuest request) {
        MigrationCourse course = course(turn, guest, request);
        boolean both = course.copy().isPresent() && course.policy().terms().postCopy();
        return both
                ? Optional.of(Refusals.refused(
                        ErrorCode.CONFLICT,
                        "guest " + guest.spec().name() + " cannot be migrated with its disks",
                        "its policy " + course.policy().value()
                                + " may switch to post-copy, which QEMU does not while disks are copied",
                        "name a policy without post-copy: --policy normal"))
                : Optional.empty();
    }

    /** Why these two hosts cannot do what the course says; empty when they can. */
    static Optional<Response> lack(Turn turn, GuestRecord guest, HostId to, MigrationCourse course) {
        Compression compression = course.policy().terms().compression();
        if (!compression.isParallel()) {
            return Optional.empty();
        }
        return tooOldToCompress(turn, guest.host().orElseThrow(), to)
                .map(host -> Refusals.refused(
                        ErrorCode.UNSUPPORTED,
                        "guest " + guest.spec().name() + " cannot be migrated with compress=" + compression.word(),
                        "host " + host.id() + " has libvirt " + Versions.asText(libvirtOf(host)) + "; it takes "
                                + Versions.asText(Compression.PARALLEL_SINCE_LIBVIRT),
                        "leave --compress out, or compress by xbzrle over one connection"));
    }

    private static Optional<HostEntry> tooOldToCompress(Turn turn, HostId from, HostId to) {
        return Stream.of(from, to)
                .flatMap(host -> turn.host(host).stream())
                .filter(host -> libvirtOf(host) < Compression.PARALLEL_SINCE_LIBVIRT)
                .findFirst();
    }

    private static long libvirtOf(HostEntry host) {
        return host.record().facts().map(HostFacts::libvirtVersion).orElse(0L);
    }

    /** A migration as it begins: by the usual course where nobody said more about it, and over which way. */
    static OperationRecord settled(Turn turn, OperationRecord operation) {
        if (operation.kind() != OperationKind.MIGRATE) {
            return operation;
        }
        Optional<MigrationCourse> course = operation
                .course()
                .or(() -> operation.guest().flatMap(turn::guest).map(guest -> usual(turn, guest)));
        return operation.on(
                course.map(planned -> asFarAsKnown(turn, operation, planned).over(transport(turn, operation))));
    }

    /** Nobody can be asked for each guest of a plan, and libvirt would refuse the whole move: it goes uncompressed. */
    private static MigrationCourse asFarAsKnown(Turn turn, OperationRecord operation, MigrationCourse planned) {
        boolean uncompressed = operation.parent().isPresent()
                && tooOldToCompress(
                                turn,
                                operation.host().orElseThrow(),
                                operation.destination().orElseThrow())
                        .isPresent();
        return uncompressed ? planned.by(planned.policy().withoutParallelCompression()) : planned;
    }

    /** With what it may send, at the moment when it begins to; one that is sending already was told. */
    static OperationEntry bounded(Turn turn, OperationEntry entry) {
        OperationRecord operation = entry.record();
        boolean begins = entry.progress().isEmpty();
        return begins && operation.kind() == OperationKind.MIGRATE && operation.phase() == Phase.SEND
                ? entry.with(operation.bounded(MigrationShares.share(turn, operation)))
                : entry;
    }

    static MigrationTransport transport(Turn turn, OperationRecord operation) {
        ClusterView view = turn.view();
        return MigrationRules.transport(
                view,
                view.host(operation.host().orElseThrow()).orElseThrow(),
                view.host(operation.destination().orElseThrow()).orElseThrow());
    }

    private static MigrationCourse usual(Turn turn, GuestRecord guest) {
        return MigrationCourse.planned(
                guest.spec().migration().orElse(turn.view().settings().migrationPolicy()),
                turn.view().settings().migrationLimitMibPerSecond());
    }

    static Response limit(Turn turn, Request.LimitMigration request) {
        Optional<OperationEntry> entry = turn.operation(request.operation());
        Optional<Response> refusal = refusal(turn, entry, request.operation(), "limited");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        OperationEntry sending = entry.orElseThrow();
        long share = MigrationShares.share(turn, sending.record().limited(request.mibPerSecond()));
        Operations.besides(
                turn,
                sending.with(sending.record().bounded(share)),
                new AgentCommand.LimitMigration(sending.record().guest().orElseThrow(), share));
        return accepted(turn, request.operation());
    }

    static Response startPostCopy(Turn turn, Request.StartPostCopy request) {
        Optional<OperationEntry> entry = turn.operation(request.operation());
        Optional<Response> refusal = refusal(turn, entry, request.operation(), "switched to post-copy");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        OperationEntry sending = entry.orElseThrow();
        boolean possible = sending.record()
                .course()
                .filter(course -> course.policy().terms().postCopy())
                .isPresent();
        if (!possible) {
            String policy = sending.record()
                    .course()
                    .map(course -> course.policy().value())
                    .orElse("-");
            return Refusals.refused(
                    ErrorCode.CONFLICT,
                    "migration " + request.operation() + " cannot be switched to post-copy",
                    "it was begun under policy " + policy
                            + ", which does not allow that, and libvirt has to know before",
                    "cancel it and migrate with --policy must-finish, or wait for its end");
        }
        Operations.besides(
                turn,
                sending,
                new AgentCommand.StartPostCopy(sending.record().guest().orElseThrow()));
        return accepted(turn, request.operation());
    }

    /** Whether the request is answered by the agent of the host that a guest leaves. */
    static boolean isChange(Request request) {
        return request instanceof Request.LimitMigration || request instanceof Request.StartPostCopy;
    }

    /** The command left with the operation's newest step; whoever asked hears what the agent says to it. */
    static void awaitAgent(Turn turn, RequestArrived arrived, OperationRecord sending, InquiryEntry.Traces traces) {
        boolean limits = arrived.body() instanceof Request.LimitMigration;
        turn.ask(
                sending.id(),
                new InquiryEntry(
                        arrived.request(),
                        sending.host().orElseThrow(),
                        sending.lastStep(),
                        "migration " + sending.id() + " cannot be " + (limits ? "limited" : "switched to post-copy"),
                        turn.nowMs(),
                        arrived.body() instanceof Request.LimitMigration limit
                                ? OptionalLong.of(limit.mibPerSecond())
                                : OptionalLong.empty(),
                        Optional.of(traces)));
    }

    private static Response accepted(Turn turn, OperationId operation) {
        return new Response.Accepted(turn.operation(operation).orElseThrow().record());
    }

    private static Optional<Response> refusal(
            Turn turn, Optional<OperationEntry> entry, OperationId operation, String what) {
        if (entry.isEmpty()) {
            return Optional.of(Refusals.noSuchOperation(operation));
        }
        if (turn.inquiries().containsKey(operation)) {
            return Optional.of(Refusals.refused(
                    ErrorCode.CONFLICT,
                    "migration " + operation + " cannot be " + what,
                    "an earlier change of it has not been answered by its host yet",
                    "try again in a few seconds"));
        }
        return Operations.isSending(entry.get())
                ? Optional.empty()
                : Optional.of(Refusals.refused(
                        ErrorCode.CONFLICT,
                        "operation " + operation + " cannot be " + what,
                        "it is a " + entry.get().record().kind() + " in phase "
                                + entry.get().record().phase() + "; only a migration that is being sent can be",
                        "look at it: kvmherd operation show " + operation));
    }
}
