package io.kvmherd.agent.libvirt;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.OperationId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a host knows which files it made for which operation.
 *
 * <p>A note in a log would be wrong for a moment: either before the file is there, when somebody else may make one of that
 * name, or after, when a crash leaves a file that nobody dares to remove. So the file says it itself. It is made under a
 * hidden name that carries the operation, the claim, and then gets its real name as a second, hard link. The link is made
 * only where nothing has that name, by the kernel, in one step. As long as both names lead to one file, the file is the
 * operation's; to keep it is to remove the claim; to discard it is to remove the real name first and the claim last. After a
 * crash at any point the two names tell what was done.
 *
 * <p>It costs file systems without hard links, on which no copy is made. Links that guests' owners may have put there are
 * never followed.
 */
final class CopyClaims {
    private static final Logger LOG = LoggerFactory.getLogger(CopyClaims.class);
    private static final String PREFIX = ".kvmherd-copy-";

    private final OperationId operation;

    CopyClaims(OperationId operation) {
        this.operation = operation;
    }

    /** Makes the file of that name, which is not there yet, in the folder of the copy. */
    @FunctionalInterface
    interface Maker {
        void make(String name);
    }

    /** @throws KvmherdException CONFLICT when there is a file of that path that is not this operation's */
    void make(GuestDisk copy, Maker maker) {
        Path file = file(copy);
        Path claim = claim(copy);
        try {
            if (isOneFile(file, claim)) {
                return;
            }
            if (identity(file).isPresent()) {
                throw exists(file);
            }
            // A claim without its file was left by a crash before it was whole.
            Files.deleteIfExists(claim);
            maker.make(claim.getFileName().toString());
            Files.createLink(file, claim);
            makeDurable(file);
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        } catch (IOException | UnsupportedOperationException e) {
            throw failure("make", file, e);
        }
    }

    void keep(GuestDisk copy) {
        Path file = file(copy);
        Path claim = claim(copy);
        try {
            if (identity(claim).isPresent() && !isOneFile(file, claim)) {
                LOG.warn("{} is not the file that was copied, {} is: both are left as they are", file, claim);
                return;
            }
            Files.deleteIfExists(claim);
            makeDurable(file);
        } catch (IOException e) {
            throw failure("keep", file, e);
        }
    }

    void discard(GuestDisk copy) {
        Path file = file(copy);
        Path claim = claim(copy);
        try {
            if (isOneFile(file, claim)) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(claim);
            makeDurable(file);
        } catch (NoSuchFileException e) {
            LOG.debug("{} was gone already", file);
        } catch (IOException e) {
            throw failure("remove", file, e);
        }
    }

    private Path claim(GuestDisk copy) {
        return file(copy).resolveSibling(PREFIX + operation + "-" + copy.disk());
    }

    private static Path file(GuestDisk copy) {
        Path path = Path.of(copy.path());
        if (!path.isAbsolute() || !path.equals(path.normalize())) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT, "the path " + copy.path() + " of a copy is not plain and absolute");
        }
        return path;
    }

    private static boolean isOneFile(Path file, Path claim) throws IOException {
        Optional<Object> identity = identity(file);
        return identity.isPresent() && identity.equals(identity(claim));
    }

    /** Which file it is, whatever its name; a symbolic link is itself. */
    private static Optional<Object> identity(Path file) throws IOException {
        try {
            return Optional.of(Objects.requireNonNull(
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .fileKey()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static void makeDurable(Path file) throws IOException {
        try (FileChannel folder = FileChannel.open(Objects.requireNonNull(file.getParent()), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static KvmherdException exists(Path file) {
        return new KvmherdException(
                ErrorCode.CONFLICT,
                file
                        + " exists on this host and is never written over; look at what it is, and remove it by hand if nobody"
                        + " needs it");
    }

    private static KvmherdException failure(String what, Path file, Exception cause) {
        return new KvmherdException(
                ErrorCode.FILE_FAILED,
                "cannot " + what + " the copy " + file + ": " + cause
                        + ". The agent needs to write to the pool's folder, and the file system needs hard links",
                cause);
    }
}
