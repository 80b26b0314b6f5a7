package io.kvmherd.controller.http;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/**
 * The API's socket in the file system. Every call blocks for the disk.
 *
 * @param group whose members may use it besides root
 */
record SocketFile(Path path, String group) {
    /** An address of a Unix socket has room for so many bytes and a zero. */
    private static final int PATH_BYTES = 107;

    /**
     * Makes room: a socket that nobody listens on any more is removed.
     *
     * @throws KvmherdException CONFLICT when somebody listens; INVALID_INPUT; FILE_FAILED
     */
    void clear() {
        if (path.toString().length() > PATH_BYTES) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "socket.path " + path + " is longer than " + PATH_BYTES
                            + " bytes, the most that a socket's path may be");
        }
        groupPrincipal();
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                requireStale();
                Files.delete(path);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Lets root and the group in and nobody else; until then the socket was its owner's alone to write to. */
    void admit() {
        try {
            Files.getFileAttributeView(path, PosixFileAttributeView.class).setGroup(groupPrincipal());
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void requireStale() throws IOException {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    "The API cannot listen at " + path + ".\nWhy: there is something that is not a socket.\nNext: set"
                            + " socket.path to another path, or move that away.");
        }
        if (somebodyListens()) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    "The API cannot listen at " + path + ".\nWhy: another process listens there.\nNext: stop it (fuser "
                            + path + "), or set socket.path to another path.");
        }
    }

    private boolean somebodyListens() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException nobody) {
            return false;
        }
    }

    private GroupPrincipal groupPrincipal() {
        try {
            return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
        } catch (UserPrincipalNotFoundException e) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "The API's socket cannot be given to group \"" + group
                            + "\".\nWhy: there is no such group.\nNext: make" + " it (groupadd --system " + group
                            + "), or set socket.group to one that exists.",
                    e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private KvmherdException failed(IOException cause) {
        return new KvmherdException(
                ErrorCode.FILE_FAILED,
                "The API's socket " + path + " cannot be set up.\nWhy: " + cause
                        + "\nNext: check that its folder exists and belongs to the controller's user.",
                cause);
    }
}
