package dev.tidings.notifications.feed;

import dev.tidings.contract.channel.AppChannel;
import java.time.Instant;
import java.util.Optional;

/**
 * Whose feed is read.
 *
 * @param joined broadcasts from before it are not in it
 */
record Reader(AppChannel channel, Optional<Instant> joined) {}
