package io.kvmherd.common.runtime.config;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where in a configuration one stands, for messages.
 *
 * @param line from 1; 0 where a value comes from no line of the file
 * @param key dotted path from the top, empty at the top
 */
record Place(Path file, int line, String key) {
    Place below(String name) {
        return new Place(file, line, key.isEmpty() ? name : key + "." + name);
    }

    Place entry(int index) {
        return new Place(file, line, key + "[" + index + "]");
    }

    Place at(Node node) {
        return new Place(file, node.getStartMark().map(Mark::getLine).orElse(-1) + 1, key);
    }

    KvmherdException refuse(String why) {
        String where = line > 0 ? file + ":" + line : file.toString();
        String what = key.isEmpty() ? "" : "key \"" + key + "\" ";
        return new KvmherdException(ErrorCode.INVALID_INPUT, where + ": " + what + why);
    }
}
