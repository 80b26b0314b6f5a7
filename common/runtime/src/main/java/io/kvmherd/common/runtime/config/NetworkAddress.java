package io.kvmherd.common.runtime.config;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port as they stand in a configuration: {@code 198.18.77.1:7441}, {@code controller-1:7441},
 * {@code [fd00::1]:7441}. Addresses that mean "every interface" are refused: what listens must say where.
 */
public record NetworkAddress(String value) {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]{1,253}):([0-9]{1,5})");
    private static final Set<String> EVERY_INTERFACE = Set.of("0.0.0.0", "[::]", "[0:0:0:0:0:0:0:0]");
    private static final int MAX_PORT = 65_535;

    public NetworkAddress {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()
                || Integer.parseInt(matcher.group(2)) < 1
                || Integer.parseInt(matcher.group(2)) > MAX_PORT) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "address \"" + value + "\" is not HOST:PORT with a port from 1 to " + MAX_PORT);
        }
        if (EVERY_INTERFACE.contains(matcher.group(1))) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "address \"" + value
                            + "\" means every interface; name the one address to use, for example 127.0.0.1");
        }
    }

    public String host() {
        String host = value.substring(0, value.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    public int port() {
        return Integer.parseInt(value.substring(value.lastIndexOf(':') + 1));
    }

    /** Looks a name up; blocks for that. */
    public InetSocketAddress resolve() {
        return new InetSocketAddress(host(), port());
    }

    @Override
    public String toString() {
        return value;
    }
}
