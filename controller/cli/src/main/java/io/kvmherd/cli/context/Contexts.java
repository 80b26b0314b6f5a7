package io.kvmherd.cli.context;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Names;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that the user has named.
 *
 * @param current the one that is meant when none is named; {@link #LOCAL} for the socket of this machine
 */
public record Contexts(String current, SortedMap<String, Context> contexts) {
    /** The controller on this machine, by its socket; always there. */
    public static final String LOCAL = "local";

    static final Contexts NONE = new Contexts(LOCAL, Collections.emptySortedMap());
    private static final int MOST = 100;

    public Contexts {
        contexts = Collections.unmodifiableSortedMap(new TreeMap<>(contexts));
    }

    /** @throws KvmherdException NOT_FOUND */
    public Context named(String name) {
        Context context = contexts.get(name);
        if (context == null) {
            throw new KvmherdException(
                    ErrorCode.NOT_FOUND,
                    "there is no context \"" + name + "\"; there are: "
                            + String.join(
                                    ", ",
                                    contexts.keySet().isEmpty() ? Collections.singleton(LOCAL) : contexts.keySet()));
        }
        return context;
    }

    /** @throws KvmherdException INVALID_INPUT for a name that cannot be one; CONFLICT when there are too many */
    public Contexts with(String name, Context context) {
        Names.requireName("context name", name);
        if (name.equals(LOCAL)) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "\"" + LOCAL + "\" always is the controller on this machine; choose another");
        }
        context.endpoint();
        SortedMap<String, Context> all = new TreeMap<>(contexts);
        all.put(name, context);
        if (all.size() > MOST) {
            throw new KvmherdException(ErrorCode.CONFLICT, "there are " + MOST + " contexts, the most that are kept");
        }
        return new Contexts(current, all);
    }

    /** @throws KvmherdException NOT_FOUND */
    public Contexts without(String name) {
        named(name);
        SortedMap<String, Context> left = new TreeMap<>(contexts);
        left.remove(name);
        return new Contexts(current.equals(name) ? LOCAL : current, left);
    }

    /** @throws KvmherdException NOT_FOUND */
    public Contexts using(String name) {
        if (!name.equals(LOCAL)) {
            named(name);
        }
        return new Contexts(name, contexts);
    }
}
