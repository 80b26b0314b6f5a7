package io.kvmherd.agent.libvirt;

import static org.awaitility.Awaitility.await;

import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.HostId;
import java.time.Duration;

/** Connects and waits until that is done. */
final class LibvirtForTests {
    private LibvirtForTests() {}

    static LibvirtHypervisor connect(String uri) {
        try {
            LibvirtHypervisor hypervisor = LibvirtHypervisor.connect(uri, new HostId("here"));
            await().alias("connection to libvirt at " + uri)
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> hypervisor.problem().isEmpty());
            return hypervisor;
        } catch (KvmherdException e) {
            throw new AssertionError(
                    "These tests need libvirt's client library: apt-get install libvirt0. " + e.getMessage(), e);
        }
    }
}
