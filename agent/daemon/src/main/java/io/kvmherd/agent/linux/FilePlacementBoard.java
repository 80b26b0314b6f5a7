package io.kvmherd.agent.linux;

import io.kvmherd.agent.core.port.PlacementBoard;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** One small file for each guest, named by its id; a reader sees the old one or the new one, never half of one. */
public final class FilePlacementBoard implements PlacementBoard {
    private final Path folder;

    /** @param folder made when the first fact is written */
    public FilePlacementBoard(Path folder) {
        this.folder = folder;
    }

    @Override
    public void write(GuestId guest, List<String> lines) {
        Path file = folder.resolve(guest.toString());
        try {
            if (lines.isEmpty()) {
                if (Files.deleteIfExists(file)) {
                    sync(folder, StandardOpenOption.READ);
                }
                return;
            }
            Files.createDirectories(folder);
            Path draft = folder.resolve(guest + ".new");
            byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
            try (FileChannel out = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(text);
                while (left.hasRemaining()) {
                    out.write(left);
                }
                out.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new KvmherdException(
                    ErrorCode.FILE_FAILED,
                    "what libvirt's hook has to know about guest " + guest + " could not be written to " + file + ": "
                            + e.getMessage() + ". Look at the disk and its rights",
                    e);
        }
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
