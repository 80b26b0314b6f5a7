package io.kvmherd.agent.linux;

import io.kvmherd.agent.core.guard.GuardLogContract;
import io.kvmherd.agent.core.port.GuardLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileGuardLogContractTest extends GuardLogContract {
    @TempDir
    Path folder;

    @Override
    protected GuardLog fresh() {
        return FileGuardLog.open(folder);
    }

    /** A dead process holds no lock, so the other one's view is a copy of the file in a folder of its own. */
    @Override
    protected GuardLog reopened(GuardLog log) {
        try {
            Path copy = Files.createTempDirectory(folder, "reopened");
            Files.copy(folder.resolve("guard.log"), copy.resolve("guard.log"));
            return FileGuardLog.open(copy);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
