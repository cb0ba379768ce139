package dev.tidings.notifications.projection;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.Optional;

/**
 * An event of a user's channel or of {@code everyone}, read as far as the view needs it. Immutable; nobody writes to the
 * bytes.
 *
 * @param origin the trace that it is of, if that is known
 */
@SuppressWarnings("ArrayRecordComponent") // As EventRecord's: shared on purpose, never compared.
record Entry(AppChannel channel, long offset, Instant at, byte[] record, Said said, Optional<SpanContext> origin) {

    Entry sayingNothing() {
        return new Entry(channel, offset, at, record, new Said.Nothing(), origin);
    }

    boolean isOwn() {
        return channel.channel() instanceof Channel.User;
    }

    /** Whether counts of a user may be other ones after it. */
    boolean touchesCounts() {
        return isOwn() && !(said instanceof Said.Nothing);
    }
}
