package io.kvmherd.common.runtime.hazelcast;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.SerializationConfig;
import java.util.Properties;

/** What members and clients have in common so that the library does no more than carry bytes. */
final class Hardening {
    static final String REPORTS = "host-reports";

    private Hardening() {}

    /**
     * The library's own exceptions are the only Java objects that travel; the classes that gadgets are made of
     * ({@code java.util} maps, proxies, anything of the application) are not among them.
     */
    static void apply(SerializationConfig serialization) {
        serialization.setJavaSerializationFilterConfig(onlyExceptions());
        serialization.getCompactSerializationConfig().setZeroConfigFilter(onlyExceptions());
    }

    static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("hazelcast.logging.type", "slf4j");
        properties.setProperty("hazelcast.phone.home.enabled", "false");
        properties.setProperty("hazelcast.socket.bind.any", "false");
        properties.setProperty("hazelcast.socket.server.bind.any", "false");
        properties.setProperty("hazelcast.socket.client.bind.any", "false");
        properties.setProperty("hazelcast.shutdownhook.enabled", "false");
        properties.setProperty("hazelcast.discovery.enabled", "false");
        return properties;
    }

    private static JavaSerializationFilterConfig onlyExceptions() {
        ClassFilter allowed = new ClassFilter()
                .addPrefixes(
                        "com.hazelcast.", "java.lang.", "[Ljava.lang.", "java.util.Collections", "java.util.CollSer")
                .addClasses("java.util.ArrayList", "java.util.concurrent.CancellationException");
        return new JavaSerializationFilterConfig().setDefaultsDisabled(true).setWhitelist(allowed);
    }
}
