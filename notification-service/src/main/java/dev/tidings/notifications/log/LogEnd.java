package dev.tidings.notifications.log;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.position.Position;
import dev.tidings.notifications.EventLoop;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Where the log ends now. Called on an event loop and answering there. */
@ApplicationScoped
public class LogEnd {

    /** The log can't be asked. */
    public static final class NotKnown extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotKnown(Throwable cause) {
            super(cause);
        }
    }

    private final LogWatch watch;

    LogEnd(LogWatch watch) {
        this.watch = watch;
    }

    /** Of the channel's partition the last record: what is published from now on comes after it. Fails with {@link NotKnown}. */
    public Uni<Position> of(AppChannel channel) {
        return Uni.createFrom()
                .completionStage(() -> watch.end(partitions -> Partitions.of(channel, partitions)))
                .emitOn(EventLoop.current())
                .map(end -> new Position(end.epoch(), channel.channel(), end.nextOffset() - 1))
                .onFailure()
                .transform(NotKnown::new);
    }
}
