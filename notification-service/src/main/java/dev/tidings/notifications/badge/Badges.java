package dev.tidings.notifications.badge;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.event.CloudEvent;
import dev.tidings.notifications.EventLoop;
import dev.tidings.notifications.feed.UserCounts;
import dev.tidings.notifications.log.Append;
import dev.tidings.notifications.log.EventJson;
import dev.tidings.notifications.log.EventLog;
import dev.tidings.notifications.log.NewRecord;
import dev.tidings.notifications.projection.EventTypes;
import dev.tidings.notifications.projection.Touched;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends users their badges: absolute counts, and the position that they are exact at. Sending one again does no harm, so
 * what is not known to be sent is sent again. On an event loop of its own, whoever calls.
 */
@ApplicationScoped
class Badges implements Touched {

    private final UserCounts counts;
    private final EventLog log;
    private final Context loop;
    private final Counter sent;
    private final Clock clock = Clock.systemUTC();

    Badges(UserCounts counts, EventLog log, Vertx vertx, MeterRegistry metrics) {
        this.counts = counts;
        this.log = log;
        this.loop = vertx.getOrCreateContext();
        this.sent = metrics.counter("tidings.badges.sent");
    }

    @Override
    public CompletionStage<Void> users(Set<AppChannel> users) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.runOnContext(go -> counts.of(users)
                .emitOn(EventLoop.current())
                .chain(this::send)
                .subscribe()
                .with(done::complete, done::completeExceptionally));
        return done;
    }

    /** In one append; its records are as many as one batch has users. */
    private Uni<Void> send(List<UserCounts.Counted> counted) {
        if (counted.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return log.append(counted.stream().map(this::record).toList())
                .invoke(append -> {
                    switch (append) {
                        case Append.Written(var positions) -> sent.increment(positions.size());
                        case Append.Unavailable(), Append.OverCapacity() ->
                            throw new IllegalStateException("the log doesn't take badges at the moment");
                    }
                })
                .replaceWithVoid();
    }

    private NewRecord record(UserCounts.Counted badge) {
        String id = UUID.randomUUID().toString();
        CloudEvent event = CloudEvent.of(
                id,
                "/apps/" + badge.user().app() + "/feed",
                EventTypes.BADGE,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                badge.counters().json().put("asOf", badge.asOf()));
        return new NewRecord(badge.user(), id, EventJson.write(event));
    }
}
