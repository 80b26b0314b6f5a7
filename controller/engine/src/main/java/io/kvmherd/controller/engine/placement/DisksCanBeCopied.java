package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.model.VolumeReference;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.SharedStorage;
import java.util.List;
import java.util.Optional;

/**
 * Every disk that is not shared can be copied along, and the destination has a place for it: the pool of the same name over
 * the same folder, with as much free as the disk may grow to, less what other copies were promised.
 *
 * <p>Asked only where disks are copied. What a disk is comes from the host's reports and may be out of date; both hosts look
 * again before anything is made.
 */
record DisksCanBeCopied() implements PassageRule {
    @Override
    public Answer judge(Passage passage) {
        SharedStorage storage = passage.storage();
        if (!storage.copies()) {
            return Answer.YES;
        }
        List<GuestDisk> copied = CopiedDisks.of(passage.guest(), storage);
        Answer disks = untold(passage, copied).and(tied(passage));
        List<StoragePool> there = passage.to().facts().map(HostFacts::pools).orElse(List.of());
        return there.stream().map(pool -> place(passage, copied, pool)).reduce(disks, Answer::and);
    }

    private static Answer tied(Passage passage) {
        return passage.guest().disks().stream()
                .flatMap(disks -> disks.tied().stream())
                .filter(reason -> !passage.storage().isDeclared(poolOf(reason)))
                .map(Answer::no)
                .reduce(Answer.YES, Answer::and);
    }

    /** A volume of the guest's that no disk was told of, neither one that can be copied nor one that cannot. */
    private static Answer untold(Passage passage, List<GuestDisk> copied) {
        boolean anyTied =
                passage.guest().disks().filter(disks -> !disks.tied().isEmpty()).isPresent();
        return passage.guest().spec().volumes().stream()
                .filter(volume -> !anyTied && !passage.storage().isDeclared(volume.pool()))
                .filter(volume -> copied.stream().noneMatch(disk -> is(disk, volume)))
                .map(volume -> Answer.wait(Reason.of(ReasonCode.DISK_NOT_TOLD)
                        .with("pool", volume.pool())
                        .with("volume", volume.volume())))
                .reduce(Answer.YES, Answer::and);
    }

    private static Answer place(Passage passage, List<GuestDisk> copied, StoragePool pool) {
        List<GuestDisk> into =
                copied.stream().filter(disk -> disk.pool().equals(pool.name())).toList();
        Optional<GuestDisk> elsewhere =
                into.stream().filter(disk -> !CopiedDisks.liesIn(disk, pool)).findFirst();
        if (elsewhere.isPresent()) {
            String path = elsewhere.get().path();
            return Answer.no(Reason.of(ReasonCode.POOL_ELSEWHERE)
                    .with("pool", pool.name())
                    .with("have", pool.type() + " " + pool.path())
                    .with("need", "dir " + path.substring(0, path.lastIndexOf('/'))));
        }
        long held = CopiedDisks.heldMib(passage.reservations(), passage.to().id(), pool.name());
        long limit = Math.max(0, pool.availableMib() - held);
        long need = CopiedDisks.sizeMib(into);
        if (into.isEmpty() || need <= limit) {
            return Answer.YES;
        }
        Reason full = Reason.of(ReasonCode.POOL_TOO_FULL)
                .with("pool", pool.name())
                .with("haveMib", pool.availableMib())
                .with("heldMib", held)
                .with("limitMib", limit)
                .with("needMib", need);
        return need <= pool.availableMib() ? Answer.wait(full) : Answer.no(full);
    }

    private static boolean is(GuestDisk disk, VolumeReference volume) {
        return disk.pool().equals(volume.pool()) && disk.volume().equals(volume.volume());
    }

    private static String poolOf(Reason reason) {
        return reason.names().getOrDefault("pool", "");
    }
}
