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
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Sends users their badges: absolute counts, and the position that they are exact at. A batch's users are counted and told in
 * pieces, each of a moment of its own; one that fails takes nobody else's badge with it, and its users are owed theirs.
 * Sending one again does no harm. On an event loop of its own, whoever calls.
 */
@ApplicationScoped
class Badges implements Touched {

    private static final Logger LOG = Logger.getLogger(Badges.class);

    /** Users of a piece. Each may have as many broadcasts to be counted as the app keeps. */
    private static final int PIECE = 200;

    /** Pieces that are counted at the same time, each with a connection of the pool. */
    private static final int AT_ONCE = 4;

    /** For one piece's counts: longer than the database lets a statement take, so that it is the database that ends it. */
    private static final Duration PATIENCE = Duration.ofSeconds(35);

    /** All pieces of a batch begin within this: the projection waits for them, and the log for the projection. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final UserCounts counts;
    private final OwedLater owed;
    private final EventLog log;
    private final Context loop;
    private final Counter sent;
    private final Clock clock = Clock.systemUTC();

    Badges(UserCounts counts, OwedLater owed, EventLog log, Vertx vertx, MeterRegistry metrics) {
        this.counts = counts;
        this.owed = owed;
        this.log = log;
        this.loop = vertx.getOrCreateContext();
        this.sent = metrics.counter("tidings.badges.sent");
    }

    @Override
    public CompletionStage<Void> users(Set<AppChannel> users) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.runOnContext(go -> tell(users).subscribe().with(done::complete, done::completeExceptionally));
        return done;
    }

    private Uni<Void> tell(Set<AppChannel> users) {
        long end = System.nanoTime() + LONGEST.toNanos();
        return Multi.createFrom()
                .iterable(pieces(users))
                .onItem()
                .transformToUni(piece -> tell(piece, end))
                .merge(AT_ONCE)
                .collect()
                .with(Collectors.flatMapping(List::stream, Collectors.toList()))
                .chain(owed::note);
    }

    private static List<List<AppChannel>> pieces(Set<AppChannel> users) {
        List<AppChannel> all = List.copyOf(users);
        return IntStream.iterate(0, from -> from < all.size(), from -> from + PIECE)
                .mapToObj(from -> all.subList(from, Math.min(from + PIECE, all.size())))
                .toList();
    }

    /** Whom of them it could not tell: none or all. Never fails. */
    private Uni<List<AppChannel>> tell(List<AppChannel> piece, long end) {
        if (System.nanoTime() - end > 0) {
            return Uni.createFrom().item(piece);
        }
        return counts.of(piece)
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> new TimeoutException("not counted within " + PATIENCE))
                .emitOn(EventLoop.current())
                .chain(this::send)
                .replaceWith(List.<AppChannel>of())
                .onFailure()
                .invoke(why -> LOG.debugf("Badges are sent later: %s", why))
                .onFailure()
                .recoverWithItem(piece);
    }

    private Uni<Void> send(List<UserCounts.Counted> counted) {
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
