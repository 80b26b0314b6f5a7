package io.kvmherd.agent.linux;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends number after number to a guard's log and says each when its append has returned, until it is killed. Now and then
 * it rewrites the log with the newest numbers only, and says so when that has returned.
 */
final class AppendingProcess {
    static final int KEPT = 5;
    private static final long MOST = 1_000_000;
    private static final int REWRITE_EVERY = 16;

    private AppendingProcess() {}

    public static void main(String[] arguments) {
        FileGuardLog log = FileGuardLog.open(Path.of(arguments[0]));
        List<byte[]> records = new ArrayList<>(log.read());
        long first = records.isEmpty() ? 1 : number(records.getLast()) + 1;
        for (long number = first; number < first + MOST; number++) {
            byte[] record = record(number);
            log.append(record);
            records.add(record);
            say(number);
            if (number % REWRITE_EVERY == 0) {
                records.subList(0, Math.max(0, records.size() - KEPT)).clear();
                log.rewrite(records);
                say(number);
            }
        }
    }

    /** As long as a guard's records are, so that it spans more than one write of a disk's smallest unit now and then. */
    static byte[] record(long number) {
        byte[] record = new byte[40 + (int) (number % 200)];
        ByteBuffer.wrap(record).putLong(number);
        return record;
    }

    static long number(byte[] record) {
        return ByteBuffer.wrap(record).getLong();
    }

    private static void say(long number) {
        System.out.println(number);
        System.out.flush();
    }
}
