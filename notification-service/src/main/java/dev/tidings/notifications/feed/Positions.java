package dev.tidings.notifications.feed;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.position.ResumeString;
import dev.tidings.notifications.projection.Generation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** How far a snapshot is in each partition of the log. Immutable. */
public record Positions(Generation generation, Map<Integer, Long> next) {

    public Positions {
        next = Map.copyOf(next);
    }

    /** The last offset of the channel's partition that the snapshot has; -1 before the first. */
    public long offset(AppChannel channel) {
        return next.getOrDefault(generation.partition(channel), 0L) - 1;
    }

    /** The place after everything of the channel that the snapshot has. */
    long end(AppChannel channel) {
        return generation.place(offset(channel)) + 1;
    }

    /** What the stream goes on from. */
    public ResumeString resume(AppChannel user) {
        Map<Channel, OptionalLong> offsets = new LinkedHashMap<>();
        offsets.put(user.channel(), OptionalLong.of(offset(user)));
        offsets.put(Channel.EVERYONE, OptionalLong.of(offset(everyone(user))));
        return new ResumeString(generation.epoch(), offsets);
    }

    static AppChannel everyone(AppChannel user) {
        return new AppChannel(user.app(), Channel.EVERYONE);
    }
}
