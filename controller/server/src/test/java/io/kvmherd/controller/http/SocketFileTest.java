package io.kvmherd.controller.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SocketFileTest {
    @TempDir
    Path folder;

    private Path path;
    private String group;

    @BeforeEach
    void name() throws IOException {
        path = folder.resolve("api.sock");
        group = Files.readAttributes(folder, PosixFileAttributes.class).group().getName();
    }

    @Test
    void removesASocketThatNobodyListensOn() throws IOException {
        listen().close();

        new SocketFile(path, group).clear();

        assertThat(path).doesNotExist();
    }

    @Test
    void refusesASocketThatSomebodyListensOn() throws IOException {
        try (ServerSocketChannel other = listen()) {
            assertThatThrownBy(() -> new SocketFile(path, group).clear())
                    .hasMessageContaining("another process listens");
            assertThat(other.isOpen()).isTrue();
        }
    }

    @Test
    void neverRemovesAFile() throws IOException {
        Files.writeString(path, "precious");

        assertThatThrownBy(() -> new SocketFile(path, group).clear()).hasMessageContaining("not a socket");
        assertThat(path).hasContent("precious");
    }

    @Test
    void letsInTheOwnerAndTheGroup() throws IOException {
        try (ServerSocketChannel socket = listen()) {
            new SocketFile(path, group).admit();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-rw----");
            assertThat(socket.isOpen()).isTrue();
        }
    }

    @Test
    void saysThatAGroupDoesNotExist() {
        assertThatThrownBy(() -> new SocketFile(path, "no-such-group").clear()).hasMessageContaining("groupadd");
    }

    private ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }
}
