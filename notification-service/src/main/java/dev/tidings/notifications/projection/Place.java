package dev.tidings.notifications.projection;

import dev.tidings.contract.position.Position;

/**
 * Where a record stands, in one number that grows along a channel for good: the log's generation above its offset. A log
 * that was made anew counts its offsets from the beginning, and its places are above all earlier ones all the same.
 */
public final class Place {

    /** Before every record of every log. */
    public static final long NOWHERE = -1;

    private static final int OFFSET_BITS = 40;
    private static final long OFFSETS = (1L << OFFSET_BITS) - 1;

    private Place() {}

    /** Of an offset, or of the position before a log's first record. */
    public static long of(int generation, long offset) {
        return ((long) generation << OFFSET_BITS) + Math.clamp(offset, Position.NOTHING, OFFSETS);
    }

    public static long offset(long place) {
        return place & OFFSETS;
    }
}
