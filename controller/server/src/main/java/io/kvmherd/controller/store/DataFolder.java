package io.kvmherd.controller.store;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A controller's folder, held by one process: two controllers on one database would both believe to lead. The lock is the
 * operating system's, so it ends with the process however that ends.
 */
final class DataFolder implements AutoCloseable {
    private static final String LOCK = "controller.lock";
    private static final String DATABASE = "controller.db";

    private final Path folder;
    private final FileChannel channel;

    private DataFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Makes the folder if it is missing and takes it.
     *
     * @throws KvmherdException CONFLICT when another process holds it; FILE_FAILED when it cannot be made or written
     */
    static DataFolder take(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel).isEmpty()) {
                channel.close();
                throw held(folder);
            }
            return new DataFolder(folder, channel);
        } catch (IOException e) {
            throw new KvmherdException(
                    ErrorCode.FILE_FAILED,
                    "The data folder " + folder + " cannot be used.\nWhy: " + e
                            + "\nNext: check that it exists and belongs to the controller's user, or set dataDir to another.",
                    e);
        }
    }

    Path database() {
        return folder.resolve(DATABASE);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new KvmherdException(
                    ErrorCode.FILE_FAILED, "the lock of the data folder " + folder + " could not be released: " + e, e);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    private static KvmherdException held(Path folder) {
        return new KvmherdException(
                ErrorCode.CONFLICT,
                "The data folder " + folder + " is held by another process.\nWhy: one database has one controller; two"
                        + " would both command the hosts.\nNext: stop the other controller (systemctl status"
                        + " kvmherd-controller; fuser " + folder.resolve(LOCK)
                        + "), or set dataDir to another folder.");
    }
}
