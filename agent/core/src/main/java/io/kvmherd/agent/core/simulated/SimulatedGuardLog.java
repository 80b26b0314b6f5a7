package io.kvmherd.agent.core.simulated;

import io.kvmherd.agent.core.port.GuardLog;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.ArrayList;
import java.util.List;

/** A guard log in memory whose disk can fail at a chosen write. */
public final class SimulatedGuardLog implements GuardLog {

    /** What is on the disk after a write that failed. */
    public enum Fate {
        /** Nothing of it. */
        LOST,
        /** All of it; only the answer was lost. */
        WRITTEN
    }

    private final List<byte[]> records;
    private long writesLeft = Long.MAX_VALUE;
    private Fate fate = Fate.LOST;
    private boolean failed;
    private int rewrites;
    private int writes;

    public SimulatedGuardLog() {
        this(List.of());
    }

    private SimulatedGuardLog(List<byte[]> records) {
        this.records = new ArrayList<>(records);
    }

    /** Lets that many writes succeed; the one after them fails, and all later ones. */
    public synchronized void failAfter(long writes, Fate fateOfTheFailedWrite) {
        writesLeft = writes;
        fate = fateOfTheFailedWrite;
    }

    /** The same disk after the machine came up again. */
    public synchronized SimulatedGuardLog reopened() {
        return new SimulatedGuardLog(records);
    }

    public synchronized int size() {
        return records.size();
    }

    /** Appends and rewrites that were tried. */
    public synchronized int writes() {
        return writes;
    }

    public synchronized int rewrites() {
        return rewrites;
    }

    @Override
    public synchronized List<byte[]> read() {
        return records.stream().map(byte[]::clone).toList();
    }

    @Override
    public synchronized void append(byte[] record) {
        if (!mayWrite()) {
            if (fate == Fate.WRITTEN && !failed) {
                records.add(record.clone());
            }
            throw failure();
        }
        records.add(record.clone());
    }

    @Override
    public synchronized void rewrite(List<byte[]> replacement) {
        if (!mayWrite() && (fate == Fate.LOST || failed)) {
            throw failure();
        }
        records.clear();
        replacement.forEach(record -> records.add(record.clone()));
        rewrites++;
        if (writesLeft < 0) {
            throw failure();
        }
    }

    private boolean mayWrite() {
        writes++;
        writesLeft--;
        return writesLeft >= 0 && !failed;
    }

    private KvmherdException failure() {
        failed = true;
        return new KvmherdException(ErrorCode.FILE_FAILED, "the simulated disk of the guard's log is full; free space");
    }
}
