package io.kvmherd.agent.linux;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/**
 * How records stand in the guard's file: after eight bytes of magic, each one as length, checksum of the length, checksum
 * of the content, content.
 *
 * <p>The length has a checksum of its own. With one checksum over all, a damaged length in the middle of the file would
 * look like a last record that was cut short, and everything behind it would be thrown away as if it had never been
 * acknowledged.
 */
final class GuardLogFormat {
    static final byte[] MAGIC = {'k', 'h', 'g', 'u', 'a', 'r', 'd', '1'};
    static final int HEADER_BYTES = 12;

    /** Largest record, in bytes; a guard's record is a few hundred. */
    static final int MAX_RECORD_BYTES = 1_024 * 1_024;

    private GuardLogFormat() {}

    static byte[] frame(byte[] record) {
        ByteBuffer framed = ByteBuffer.allocate(HEADER_BYTES + record.length);
        byte[] length = ByteBuffer.allocate(4).putInt(record.length).array();
        framed.put(length).putInt(checksum(length)).putInt(checksum(record)).put(record);
        return framed.array();
    }

    static boolean beginsWithMagic(byte[] file) {
        return file.length >= MAGIC.length && Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** Length of the content of the whole, undamaged record at the offset; empty when there is none. */
    static OptionalInt recordAt(byte[] file, int offset) {
        if (file.length - offset < HEADER_BYTES) {
            return OptionalInt.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(file, offset, HEADER_BYTES);
        int length = header.getInt();
        boolean plausible = length >= 0 && length <= MAX_RECORD_BYTES && length <= file.length - offset - HEADER_BYTES;
        if (!plausible || header.getInt() != checksum(Arrays.copyOfRange(file, offset, offset + 4))) {
            return OptionalInt.empty();
        }
        byte[] content = Arrays.copyOfRange(file, offset + HEADER_BYTES, offset + HEADER_BYTES + length);
        return header.getInt() == checksum(content) ? OptionalInt.of(length) : OptionalInt.empty();
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
