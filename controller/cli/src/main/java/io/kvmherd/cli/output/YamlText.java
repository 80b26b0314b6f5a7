package io.kvmherd.cli.output;

import java.util.List;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** YAML 1.2 in block style. A class of its own, so that only those who want YAML wait until its library is loaded. */
final class YamlText {
    private YamlText() {}

    /** @param value maps, lists, texts, numbers and truth values */
    static List<String> lines(Object value) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setSplitLines(false)
                .build();
        return new Dump(settings).dumpToString(value).lines().toList();
    }
}
