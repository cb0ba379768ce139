package dev.tidings.client.stream;

/**
 * "I have everything of this channel up to and including this offset."
 *
 * @param channel its name: {@code user:ann}
 * @param epoch names the log that the offset belongs to; under another epoch it is void
 * @param offset grows along a channel, with holes
 */
public record Position(String channel, String epoch, long offset) {

    /** The offset before a log's first record. */
    public static final long NOTHING = -1;
}
