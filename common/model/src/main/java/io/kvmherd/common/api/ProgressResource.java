package io.kvmherd.common.api;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How far a migration is.
 *
 * @param totalBytes memory and disks to send, as known now
 * @param sentBytes of them sent
 * @param remainingBytes still to send, what the guest dirtied again included
 * @param bytesPerSecond measured transfer rate
 * @param dirtyBytesPerSecond rate at which the guest dirties memory, 0 while unknown
 * @param iteration pass over memory, from 1
 * @param elapsedMs since the start
 * @param downtimeMs expected or, at the end, real pause
 * @param percent 0 to 100; left out while the total is unknown
 * @param secondsLeft estimate; left out while there is none, above all while memory is dirtied faster than it is sent
 * @param postCopy whether the guest runs at its destination already and only its memory follows
 * @param willNotConverge whether it would never end at these rates; its policy decides what is done about it
 * @param downtimeAllowedMs how long the guest may stand still at the moment
 * @param throttlePercent by how much the guest is slowed down
 * @param diskTotalBytes of the total, what belongs to disks that are copied along
 * @param diskSentBytes of what was sent, likewise
 */
public record ProgressResource(
        long totalBytes,
        long sentBytes,
        long remainingBytes,
        long bytesPerSecond,
        long dirtyBytesPerSecond,
        long iteration,
        long elapsedMs,
        long downtimeMs,
        OptionalInt percent,
        OptionalLong secondsLeft,
        boolean postCopy,
        boolean willNotConverge,
        long downtimeAllowedMs,
        long throttlePercent,
        long diskTotalBytes,
        long diskSentBytes) {}
