package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.domain.DomainXmlWriter;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that guests' serial consoles write to. QEMU does not make it, and a guest whose console cannot be opened does
 * not start, so it has to be there before the first guest starts or arrives.
 */
record ConsoleFolder(Path path) {
    static final ConsoleFolder STANDARD = new ConsoleFolder(Path.of(DomainXmlWriter.CONSOLE_FOLDER));

    /** The test driver's guests have no files. */
    void requireFor(OpenConnection connection) {
        if (connection.isTestDriver()) {
            return;
        }
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new KvmherdException(
                    ErrorCode.FILE_FAILED,
                    "the folder of guests' consoles " + path + " cannot be created: " + e
                            + ". Create it, writable for libvirt's QEMU user",
                    e);
        }
    }
}
