package dev.tidings.contract.position;

import dev.tidings.contract.channel.Channel;

/** "I have everything of this channel up to and including this offset." {@link #NOTHING} precedes the first record. */
public record Position(Epoch epoch, Channel channel, long offset) {

    /** The offset of one who has nothing of a log that may still be empty. */
    public static final long NOTHING = -1;
}
