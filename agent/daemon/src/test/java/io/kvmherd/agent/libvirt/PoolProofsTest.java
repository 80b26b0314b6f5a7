package io.kvmherd.agent.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.StoragePool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolProofsTest {
    @TempDir
    Path folder;

    private final PoolProofs first = new PoolProofs("h1");
    private final PoolProofs second = new PoolProofs("h2");

    @Test
    void findsWhatAnotherHostWrote() {
        first.write(pool(), "nonce-1");

        assertThat(second.read(pool(), "nonce-1")).isTrue();
        assertThat(second.read(pool(), "nonce-2")).isFalse();
    }

    @Test
    void writesOneTwiceWithoutAWord() {
        first.write(pool(), "nonce-1");
        first.write(pool(), "nonce-1");

        assertThat(second.read(pool(), "nonce-1")).isTrue();
    }

    @Test
    void keepsOneThatNobodyHasReadYetWhenTheNextIsWritten() {
        first.write(pool(), "nonce-1");
        first.write(pool(), "nonce-2");

        assertThat(second.read(pool(), "nonce-1")).isTrue();
        assertThat(second.read(pool(), "nonce-2")).isTrue();
    }

    @Test
    void clearsAwayItsOwnOldOnesOnly() throws IOException {
        second.write(pool(), "nonce-0");
        first.write(pool(), "nonce-1");
        first.write(pool(), "nonce-2");
        makeOlder("nonce-0", Duration.ofMinutes(61));
        makeOlder("nonce-1", Duration.ofMinutes(61));
        makeOlder("nonce-2", Duration.ofMinutes(50));

        first.write(pool(), "nonce-3");

        assertThat(first.read(pool(), "nonce-0")).isTrue();
        assertThat(first.read(pool(), "nonce-1")).isFalse();
        assertThat(first.read(pool(), "nonce-2")).isTrue();
        assertThat(first.read(pool(), "nonce-3")).isTrue();
    }

    @Test
    void isWrittenThoughSomethingOldCannotBeClearedAway() throws IOException {
        Files.createDirectory(file("nonce-0"));
        makeOlder("nonce-0", Duration.ofMinutes(61));

        first.write(pool(), "nonce-1");

        assertThat(second.read(pool(), "nonce-1")).isTrue();
    }

    @Test
    void doesNotFollowALinkThatSomebodyPutThere() throws IOException {
        Path victim = folder.resolve("victim");
        Files.createSymbolicLink(file("nonce-1"), victim);

        assertThatThrownBy(() -> first.write(pool(), "nonce-1"))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_FAILED));
        assertThat(victim).doesNotExist();
    }

    @Test
    void refusesANonceThatIsNoFileName() {
        assertThatThrownBy(() -> first.write(pool(), "../etc/passwd"))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
    }

    @Test
    void refusesAPoolWithoutAFolder() {
        StoragePool logical = new StoragePool("vg", "logical", "/dev/vg", 10, 10);

        assertThatThrownBy(() -> first.read(logical, "nonce-1"))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining("is of type logical");
    }

    private void makeOlder(String nonce, Duration by) throws IOException {
        FileTime written = Files.getLastModifiedTime(file(nonce));
        Files.setLastModifiedTime(file(nonce), FileTime.from(written.toInstant().minus(by)));
    }

    private Path file(String nonce) {
        return folder.resolve(".kvmherd-proof-" + nonce);
    }

    private StoragePool pool() {
        return new StoragePool("shared", "dir", folder.toString(), 10, 10);
    }
}
