package io.kvmherd.agent.core.domain;

/**
 * A disk of a domain. Texts are empty where the XML does not say.
 *
 * @param target name in the guest ("vda")
 * @param device disk, cdrom, floppy or lun
 * @param source path of its file or device
 * @param pool pool, for a disk that is named by pool and volume
 * @param volume volume in it
 * @param format driver type
 * @param cache cache mode
 */
public record DomainDisk(
        String target,
        String device,
        String source,
        String pool,
        String volume,
        String format,
        String cache,
        boolean shareable,
        boolean readOnly) {

    /** Whether there is a medium at all; a CD drive may be empty. */
    public boolean hasSource() {
        return !source.isEmpty() || !pool.isEmpty();
    }
}
