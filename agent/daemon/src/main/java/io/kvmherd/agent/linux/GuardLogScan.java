package io.kvmherd.agent.linux;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a guard's file holds.
 *
 * @param records the whole ones, oldest first
 * @param goodBytes length of the file up to the end of the last whole record
 * @param unfinishedBytes what lies behind: a record that was never acknowledged
 */
record GuardLogScan(List<byte[]> records, int goodBytes, int unfinishedBytes) {
    /**
     * A record is acknowledged only after all before it, so at most the last one can be incomplete: that one is left out.
     * A whole record behind an unreadable place means that an acknowledged one was damaged.
     *
     * @throws KvmherdException FILE_FAILED when the file is damaged or not a guard's log
     */
    static GuardLogScan of(Path path, byte[] file) {
        if (!GuardLogFormat.beginsWithMagic(file)) {
            if (file.length < GuardLogFormat.MAGIC.length) {
                return new GuardLogScan(List.of(), 0, file.length);
            }
            throw damaged(path, 0, "it does not begin as a guard's log does");
        }
        List<byte[]> records = new ArrayList<>();
        int offset = GuardLogFormat.MAGIC.length;
        while (GuardLogFormat.recordAt(file, offset).isPresent()) {
            int start = offset + GuardLogFormat.HEADER_BYTES;
            offset = start + GuardLogFormat.recordAt(file, offset).getAsInt();
            records.add(Arrays.copyOfRange(file, start, offset));
        }
        requireNothingWholeBehind(path, file, offset);
        return new GuardLogScan(records, offset, file.length - offset);
    }

    private static void requireNothingWholeBehind(Path path, byte[] file, int end) {
        for (int offset = end + 1; offset <= file.length - GuardLogFormat.HEADER_BYTES; offset++) {
            if (GuardLogFormat.recordAt(file, offset).isPresent()) {
                throw damaged(path, end, "a whole record follows at byte " + offset);
            }
        }
        if (file.length - end > GuardLogFormat.HEADER_BYTES + GuardLogFormat.MAX_RECORD_BYTES) {
            throw damaged(path, end, "more bytes follow than one unfinished record can have");
        }
    }

    private static KvmherdException damaged(Path path, int offset, String why) {
        return new KvmherdException(
                ErrorCode.FILE_FAILED,
                "guard log " + path + " is damaged at byte " + offset + ": " + why
                        + ". The agent will not run on a memory with a hole in it. Check the disk; then move the file away, and the"
                        + " controller treats this host as a new life and asks for its inventory");
    }
}
