package io.kvmherd.agent.libvirt;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Names;
import io.kvmherd.common.model.StoragePool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files by which two hosts prove that a pool is one and the same: one writes a random value, the other finds it. The
 * file is named after the value and holds the name of the host that wrote it, so that each host clears away its own old
 * ones and no other's. The leading dot keeps it out of the pool's list of volumes.
 *
 * <p>Several operations prove the same pool at a time, so a proof stays for an hour, much longer than any of them waits for
 * its reader. Its age is taken against the newest proof's file, not against a clock: both times come from the pool's server.
 *
 * <p>Links are not followed: a guest's owner who can write into the pool must not make the agent write or delete elsewhere.
 */
final class PoolProofs {
    private static final Logger LOG = LoggerFactory.getLogger(PoolProofs.class);
    private static final String PREFIX = ".kvmherd-proof-";
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int MAX_FILES = 10_000;
    private static final int MAX_CONTENT = 128;

    private final String host;

    PoolProofs(String host) {
        this.host = host;
    }

    void write(StoragePool pool, String nonce) {
        Path file = file(pool, nonce);
        try {
            if (!isWritten(file)) {
                create(file);
            }
            removeOld(file);
        } catch (IOException e) {
            throw failure("write the proof", file, e);
        }
    }

    boolean read(StoragePool pool, String nonce) {
        Path file = file(pool, nonce);
        try {
            return !content(file).isEmpty();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw failure("read the proof", file, e);
        }
    }

    private boolean isWritten(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && content(file).equals(host);
    }

    private void create(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            channel.write(ByteBuffer.wrap(host.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
    }

    private void removeOld(Path newest) throws IOException {
        Instant limit = writtenAt(newest).minus(KEPT);
        int seen = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(newest.getParent(), PREFIX + "*")) {
            for (Path file : files) {
                if (seen++ >= MAX_FILES) {
                    return;
                }
                removeIfOld(file, limit);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** The new proof is written and good; what cannot be cleared away, or is already, must not make it a failure. */
    private void removeIfOld(Path file, Instant limit) {
        try {
            if (writtenAt(file).isBefore(limit) && content(file).equals(host)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} was cleared away meanwhile", file);
        } catch (IOException e) {
            LOG.warn("the old proof {} cannot be cleared away: {}", file, e.toString());
        }
    }

    private static Instant writtenAt(Path file) throws IOException {
        return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    private static String content(Path file) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer content = ByteBuffer.allocate(MAX_CONTENT);
            channel.read(content);
            return new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
        }
    }

    private static Path file(StoragePool pool, String nonce) {
        Names.requireFileName("proof", nonce);
        if (!List.of("dir", "fs", "netfs").contains(pool.type()) || pool.path().isEmpty()) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    "storage pool " + pool.name() + " is of type " + pool.type()
                            + " and has no folder; whether it is shared can be proved for dir, fs and netfs only");
        }
        return Path.of(pool.path()).resolve(PREFIX + nonce);
    }

    private static KvmherdException failure(String what, Path file, IOException cause) {
        return new KvmherdException(
                ErrorCode.FILE_FAILED,
                "cannot " + what + " " + file + ": " + cause + ". The agent needs to read and write the pool's folder",
                cause);
    }
}
