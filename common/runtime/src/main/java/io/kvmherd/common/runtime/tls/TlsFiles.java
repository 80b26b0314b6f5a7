package io.kvmherd.common.runtime.tls;

import java.nio.file.Path;

/**
 * The section {@code tls} of a configuration: three PEM files.
 *
 * @param certificate this process's certificate, followed by intermediate ones if there are any
 * @param key its private key, PKCS #8, not encrypted; readable by this process alone
 * @param authority certificate of the cluster's own authority; nobody else is believed
 */
public record TlsFiles(Path certificate, Path key, Path authority) {}
