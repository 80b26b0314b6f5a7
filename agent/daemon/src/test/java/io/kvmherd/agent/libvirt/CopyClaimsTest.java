package io.kvmherd.agent.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.VolumeReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CopyClaimsTest {
    private final CopyClaims ours = new CopyClaims(new OperationId(new UUID(1, 1)));
    private final CopyClaims others = new CopyClaims(new OperationId(new UUID(2, 2)));

    @TempDir
    private Path folder = Path.of("unset");

    @Test
    void aFileIsMadeOnceWhoeverAsksAgain() throws IOException {
        ours.make(disk(), this::create);
        Files.writeString(file(), "copied");

        ours.make(disk(), this::create);

        assertThat(file()).hasContent("copied");
    }

    @Test
    void aFileThatIsThereIsNeverTouched() throws IOException {
        Files.writeString(file(), "somebody's");

        assertConflict(() -> ours.make(disk(), this::create));
        ours.discard(disk());

        assertThat(file()).hasContent("somebody's");
        assertThat(names()).containsExactly("web.raw");
    }

    @Test
    void aLinkThatIsThereIsNotFollowed() throws IOException {
        Files.createSymbolicLink(file(), folder.resolve("elsewhere"));

        assertConflict(() -> ours.make(disk(), this::create));

        assertThat(names()).containsExactly("web.raw");
    }

    @Test
    void aFileThatAppearsMeanwhileIsNotWrittenOver() throws IOException {
        assertConflict(() -> ours.make(disk(), name -> {
            create(name);
            write(file(), "somebody's");
        }));
        ours.discard(disk());

        assertThat(file()).hasContent("somebody's");
        assertThat(names()).containsExactly("web.raw");
    }

    @Test
    void whatACrashLeftHalfMadeIsMadeAnew() throws IOException {
        assertThatThrownBy(() -> ours.make(disk(), name -> {
                    write(folder.resolve(name), "half");
                    throw new UncheckedIOException(new IOException("the agent died"));
                }))
                .isInstanceOf(UncheckedIOException.class);

        ours.make(disk(), this::create);

        assertThat(file()).isEmptyFile();
    }

    @Test
    void onlyItsMakerDiscardsAFile() throws IOException {
        ours.make(disk(), this::create);

        others.discard(disk());
        assertConflict(() -> others.make(disk(), this::create));
        assertThat(file()).exists();

        ours.discard(disk());
        ours.discard(disk());
        assertThat(names()).isEmpty();
    }

    @Test
    void whatWasKeptStays() throws IOException {
        ours.make(disk(), this::create);

        ours.keep(disk());
        ours.keep(disk());
        ours.discard(disk());

        assertThat(names()).containsExactly("web.raw");
    }

    @Test
    void aCopyThatSomebodyReplacedIsNotLostByKeepingIt() throws IOException {
        ours.make(disk(), this::create);
        Files.delete(file());
        Files.writeString(file(), "somebody's");

        ours.keep(disk());

        assertThat(names()).hasSize(2);
        assertThat(file()).hasContent("somebody's");
    }

    @Test
    void aPathWithDetoursIsRefused() {
        GuestDisk crooked = new GuestDisk("vda", "local", folder + "/../x/web.raw", VolumeReference.Format.RAW, 1, 1);

        assertThatThrownBy(() -> ours.make(crooked, this::create))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
    }

    private static void assertConflict(Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    private GuestDisk disk() {
        return new GuestDisk("vda", "local", file().toString(), VolumeReference.Format.RAW, 1_024, 0);
    }

    private Path file() {
        return folder.resolve("web.raw");
    }

    private void create(String name) {
        write(folder.resolve(name), "");
    }

    private static void write(Path path, String content) {
        try {
            Files.writeString(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
