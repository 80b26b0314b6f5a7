package io.kvmherd.controller.store;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks at a start whether the write-ahead file of the database has lost commits in its middle.
 *
 * <p>SQLite takes that file up to the first frame whose checksum is wrong and is silent about what lies behind. This is
 * right for the transaction that was being written when the machine died, and wrong for a damaged place: all that was
 * committed behind it would be as if it had never been. Each commit waits for the disk before the next one begins, so at most
 * one transaction is unfinished, and it has one frame that commits. Two behind the first wrong frame mean that one of them
 * was acknowledged.
 *
 * <p>Damage in the very last commits looks like an unfinished one and is not seen here; the hosts notice that the database
 * knows less than they have seen. The layout is SQLite's, "WAL-mode File Format": a header of 32 bytes, then frames of 24
 * bytes and a page each, whose checksums go on from frame to frame. A start moves everything into the database and, unless
 * somebody else has it open, removes the file.
 */
final class WriteAheadCheck {
    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int COMMITS_IN_AN_UNFINISHED_TRANSACTION = 1;

    private final ByteBuffer header;
    private final ByteOrder order;
    private int sumOne;
    private int sumTwo;

    private WriteAheadCheck(byte[] header) {
        this.header = ByteBuffer.wrap(header);
        this.order = (this.header.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /**
     * Blocks for the disk. To be called before the database is opened, which changes the file.
     *
     * @throws KvmherdException STORE_FAILED when commits lie behind a damaged place
     */
    static void pass(Path database) throws IOException {
        Path file = database.resolveSibling(database.getFileName() + "-wal");
        if (!Files.exists(file)) {
            return;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            byte[] header = in.readNBytes(HEADER_BYTES);
            if (header.length < HEADER_BYTES || ByteBuffer.wrap(header).equals(ByteBuffer.allocate(HEADER_BYTES))) {
                return;
            }
            WriteAheadCheck check = new WriteAheadCheck(header);
            if (check.headerIsRight()) {
                check.frames(file, in);
            } else if (!check.isBegunAnew(in.readNBytes(FRAME_HEADER_BYTES))) {
                throw damaged(file, 0, "its header is wrong, and commits may follow");
            }
        }
    }

    private boolean headerIsRight() {
        add(header.array(), 0, 24);
        return (header.getInt(0) & ~1) == MAGIC && sumOne == header.getInt(24) && sumTwo == header.getInt(28);
    }

    /**
     * Whether the header was being written over all that the database has already: each new round counts the first salt up by
     * one and draws the second anew. Then nothing is lost, and SQLite leaves the file out rightly.
     */
    private boolean isBegunAnew(byte[] frame) {
        if (frame.length < FRAME_HEADER_BYTES) {
            return true;
        }
        ByteBuffer before = ByteBuffer.wrap(frame);
        return header.getInt(16) == before.getInt(8) + 1 && header.getInt(20) != before.getInt(12);
    }

    private void frames(Path file, InputStream in) throws IOException {
        int frameBytes = FRAME_HEADER_BYTES + header.getInt(8);
        long offset = HEADER_BYTES;
        long wrongAt = -1;
        int commitsBehind = 0;
        for (byte[] frame = in.readNBytes(frameBytes);
                frame.length == frameBytes;
                frame = in.readNBytes(frameBytes), offset += frameBytes) {
            if (wrongAt < 0 && !follows(frame)) {
                wrongAt = offset;
            }
            if (wrongAt >= 0 && isOfThisRound(frame) && ByteBuffer.wrap(frame).getInt(4) != 0) {
                commitsBehind++;
            }
        }
        if (commitsBehind > COMMITS_IN_AN_UNFINISHED_TRANSACTION) {
            throw damaged(file, wrongAt, commitsBehind + " commits follow");
        }
    }

    private boolean follows(byte[] frame) {
        add(frame, 0, 8);
        add(frame, FRAME_HEADER_BYTES, frame.length);
        ByteBuffer read = ByteBuffer.wrap(frame);
        return isOfThisRound(frame) && sumOne == read.getInt(16) && sumTwo == read.getInt(20);
    }

    /** The file is written from its beginning again and again; what is left of an earlier round has other salts. */
    private boolean isOfThisRound(byte[] frame) {
        return ByteBuffer.wrap(frame).getLong(8) == header.getLong(16);
    }

    private void add(byte[] bytes, int from, int to) {
        ByteBuffer words = ByteBuffer.wrap(bytes).order(order);
        for (int at = from; at < to; at += 8) {
            sumOne += words.getInt(at) + sumTwo;
            sumTwo += words.getInt(at + 4) + sumOne;
        }
    }

    private static KvmherdException damaged(Path file, long offset, String why) {
        return new KvmherdException(
                ErrorCode.STORE_FAILED,
                "The database's write-ahead file " + file + " is damaged at byte " + offset
                        + "; nothing in it was mended.\nWhy: " + why
                        + ", which SQLite would leave out in silence.\nNext: "
                        + SqlFailures.PUT_BACKUP_IN_PLACE);
    }
}
