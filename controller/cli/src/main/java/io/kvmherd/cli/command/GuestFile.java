package io.kvmherd.cli.command;

import io.kvmherd.common.api.RequestedSpec;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.runtime.codec.JsonCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A guest's specification in a YAML file. Its fields are those of {@code spec} in the API, so what {@code guest show -o
 * json} prints as {@code spec} is such a file; a field that does not exist is refused, as the API would.
 */
final class GuestFile {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setMaxAliasesForCollections(0)
            .setCodePointLimit(Limits.REQUEST_BYTES)
            .build();

    private GuestFile() {}

    /** What a file would say that says nothing. */
    static RequestedSpec empty() {
        return new RequestedSpec(
                "",
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                "",
                "",
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                "",
                Optional.empty(),
                Optional.empty());
    }

    /** @throws KvmherdException INVALID_INPUT with the file and the field or line that is wrong */
    static RequestedSpec read(Path file) {
        try {
            Object content = new Load(SETTINGS).loadFromString(Files.readString(file));
            if (!(content instanceof Map<?, ?>)) {
                throw invalid(file, "it holds no fields such as name: web-1");
            }
            return JsonCodec.strict().read(JsonCodec.strict().write(content), RequestedSpec.class);
        } catch (KvmherdException e) {
            throw invalid(
                    file, Objects.requireNonNullElse(e.getMessage(), e.code().name()));
        } catch (YamlEngineException e) {
            throw invalid(
                    file,
                    "it is no YAML: "
                            + Objects.requireNonNullElse(e.getMessage(), "").strip());
        } catch (IOException e) {
            throw invalid(file, "it cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static KvmherdException invalid(Path file, String why) {
        return new KvmherdException(ErrorCode.INVALID_INPUT, "file " + file + ": " + why);
    }
}
