package io.kvmherd.agent.linux;

import io.kvmherd.agent.core.port.GuardLog;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The guard's log as a file.
 *
 * <p>An append writes one frame and waits for the disk before it returns. A rewrite makes the new file beside the old one,
 * waits for the disk, and puts it in place by renaming, so a crash leaves the one or the other. Two agents on one folder
 * would each be right by themselves and wrong together: a lock on a file of its own, which no rewrite replaces, keeps the
 * second from starting.
 */
public final class FileGuardLog implements GuardLog, AutoCloseable {
    /** Largest log, in bytes; forgetting keeps it far below. */
    private static final long MAX_FILE_BYTES = 64L * 1_024 * 1_024;

    private final Path folder;
    private final Path file;
    private final FileChannel lockChannel;
    private final int cutBytes;
    private FileChannel channel;
    private List<byte[]> records;
    private boolean failed;

    private FileGuardLog(Path folder, FileChannel lockChannel, FileChannel channel, GuardLogScan scan) {
        this.folder = folder;
        this.file = folder.resolve("guard.log");
        this.lockChannel = lockChannel;
        this.channel = channel;
        this.records = scan.records();
        this.cutBytes = scan.unfinishedBytes();
    }

    /**
     * Opens the log in the folder, creating both if need be, and cuts off a last record that was never finished. Blocks for
     * the disk.
     *
     * @throws KvmherdException CONFLICT when another process has it open; FILE_FAILED when it is damaged or cannot be
     *     read or written
     */
    public static FileGuardLog open(Path folder) {
        Path file = folder.resolve("guard.log");
        try {
            Files.createDirectories(folder);
            FileChannel lockChannel = lock(folder.resolve("guard.lock"));
            try {
                Files.deleteIfExists(folder.resolve("guard.log.new"));
                byte[] bytes = Files.exists(file) ? readBounded(file) : new byte[0];
                GuardLogScan scan = GuardLogScan.of(file, bytes);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                cut(channel, scan);
                syncFolder(folder);
                return new FileGuardLog(folder, lockChannel, channel, scan);
            } catch (IOException | KvmherdException e) {
                lockChannel.close();
                throw e;
            }
        } catch (IOException e) {
            throw failure(file, "cannot be opened", e);
        }
    }

    /** How many bytes of a last record, being written when the agent or the machine died, were cut off at the opening. */
    public int cutBytes() {
        return cutBytes;
    }

    @Override
    public synchronized List<byte[]> read() {
        List<byte[]> all = records;
        records = List.of();
        return all;
    }

    @Override
    public synchronized void append(byte[] record) {
        requireUsable(record);
        try {
            if (channel.size() + record.length > MAX_FILE_BYTES) {
                throw new IOException("the log would be larger than " + MAX_FILE_BYTES + " bytes");
            }
            writeFully(channel, GuardLogFormat.frame(record));
            channel.force(false);
        } catch (IOException e) {
            failed = true;
            throw failure(file, "cannot be written", e);
        }
    }

    @Override
    public synchronized void rewrite(List<byte[]> newRecords) {
        newRecords.forEach(this::requireUsable);
        Path next = folder.resolve("guard.log.new");
        try {
            FileChannel replacement = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            writeFully(replacement, GuardLogFormat.MAGIC);
            for (byte[] record : newRecords) {
                writeFully(replacement, GuardLogFormat.frame(record));
            }
            replacement.force(true);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(folder);
            channel.close();
            channel = replacement;
        } catch (IOException e) {
            failed = true;
            throw failure(file, "cannot be rewritten", e);
        }
    }

    @Override
    public synchronized void close() {
        failed = true;
        try {
            channel.close();
            lockChannel.close();
        } catch (IOException e) {
            throw failure(file, "cannot be closed", e);
        }
    }

    private void requireUsable(byte[] record) {
        if (failed) {
            throw new KvmherdException(
                    ErrorCode.FILE_FAILED,
                    "guard log " + file
                            + " failed before and refuses all since; free or mend the disk, then restart the agent");
        }
        if (record.length > GuardLogFormat.MAX_RECORD_BYTES) {
            throw new KvmherdException(
                    ErrorCode.TOO_LARGE,
                    "a record of the guard log has " + record.length + " bytes; at most "
                            + GuardLogFormat.MAX_RECORD_BYTES + " are allowed");
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!tryLock(channel)) {
            channel.close();
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    path
                            + " is locked by another agent; two agents on one folder would both act. Stop the other one, or give"
                            + " this one its own dataDir");
        }
        return channel;
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static byte[] readBounded(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException("it is larger than " + MAX_FILE_BYTES + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private static void cut(FileChannel channel, GuardLogScan scan) throws IOException {
        channel.truncate(scan.goodBytes());
        channel.position(scan.goodBytes());
        if (scan.goodBytes() == 0) {
            writeFully(channel, GuardLogFormat.MAGIC);
        }
        channel.force(true);
    }

    private static void writeFully(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** A new or renamed file is durable only when its folder is. */
    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static KvmherdException failure(Path file, String what, IOException cause) {
        return new KvmherdException(
                ErrorCode.FILE_FAILED,
                "guard log " + file + " " + what + ": " + cause + ". Check free space, owner and mode of the folder",
                cause);
    }
}
