package io.kvmherd.cli.context;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.runtime.codec.JsonCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where contexts are kept. Blocking for the disk. */
public record ContextFile(Path path) {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
    private static final int MAX_BYTES = 1_024 * 1_024;

    /**
     * The user's own: named by KVMHERD_CONTEXTS, else in the folder for configuration.
     *
     * @param environment of this process
     */
    public static ContextFile of(Map<String, String> environment) {
        String named = environment.getOrDefault("KVMHERD_CONTEXTS", "");
        if (!named.isEmpty()) {
            return new ContextFile(Path.of(named));
        }
        String folder = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path home = Path.of(environment.getOrDefault("HOME", "/root"));
        Path configuration = folder.isEmpty() ? home.resolve(".config") : Path.of(folder);
        return new ContextFile(configuration.resolve("kvmherd").resolve("contexts.json"));
    }

    /**
     * What is kept; nothing where there is no file.
     *
     * @throws KvmherdException DENIED when others may read it; FILE_FAILED, TOO_LARGE or MALFORMED
     */
    public Contexts read() {
        if (!Files.exists(path)) {
            return Contexts.NONE;
        }
        try {
            if (Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
                throw new KvmherdException(
                        ErrorCode.DENIED,
                        path + " holds tokens and others may read it; change that: chmod 600 " + path);
            }
            if (Files.size(path) > MAX_BYTES) {
                throw new KvmherdException(
                        ErrorCode.TOO_LARGE, path + " is larger than " + MAX_BYTES + " bytes; it is not read");
            }
            return JsonCodec.wire().read(Files.readAllBytes(path), Contexts.class);
        } catch (IOException e) {
            throw new KvmherdException(ErrorCode.FILE_FAILED, path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @throws KvmherdException FILE_FAILED; then what was kept before is kept still */
    public void write(Contexts contexts) {
        try {
            Path folder = path.toAbsolutePath().getParent();
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
            Path fresh = Files.createTempFile(folder, "contexts", ".new", PosixFilePermissions.asFileAttribute(FILE));
            Files.write(fresh, JsonCodec.wire().write(contexts));
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new KvmherdException(ErrorCode.FILE_FAILED, path + " cannot be written: " + e.getMessage(), e);
        }
    }
}
