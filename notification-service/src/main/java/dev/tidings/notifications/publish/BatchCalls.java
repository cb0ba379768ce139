package dev.tidings.notifications.publish;

import dev.tidings.notifications.idempotency.Answer;
import dev.tidings.notifications.idempotency.Attempt;
import dev.tidings.notifications.idempotency.CallKey;
import dev.tidings.notifications.idempotency.IdempotentCalls;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Publishes the good ones of a list: all, or, where the log can't be had, none that anybody could be told of. Reading and
 * writing that much is done off the event loop; all else on it.
 */
@ApplicationScoped
class BatchCalls {

    private static final String PATH = "/v1/notifications:batch";

    private final IdempotentCalls calls;
    private final Publisher publisher;
    private final PublishMetrics metrics;
    private final BatchRoom room;
    private final Clock clock = Clock.systemUTC();

    BatchCalls(IdempotentCalls calls, Publisher publisher, PublishMetrics metrics, BatchRoom room) {
        this.calls = calls;
        this.publisher = publisher;
        this.metrics = metrics;
        this.room = room;
    }

    Uni<Answer> publish(String app, Optional<CallKey> key, byte[] body) {
        return room.within(body.length, () -> read(app, key, body));
    }

    private Uni<Answer> read(String app, Optional<CallKey> key, byte[] body) {
        Instant now = clock.instant();
        return OffLoop.compute(() -> Batch.read(body, app, now, key, PATH))
                .chain(batch ->
                        calls.once(batch.keyed(), NotificationId.at(now), attempt -> publish(app, attempt, batch)));
    }

    private Uni<Answer> publish(String app, Attempt attempt, Batch batch) {
        return publisher
                .publish(app, attempt, batch.good())
                .chain(published -> OffLoop.compute(() -> {
                    count(batch, published);
                    return new Answer(RestResponse.StatusCode.OK, AnswerJson.of(batch, published));
                }));
    }

    private void count(Batch batch, List<Published> published) {
        published.forEach(one -> metrics.accepted(one.positions().size()));
        batch.items().forEach(item -> {
            if (item instanceof Batch.Item.Refused(var refusal)) {
                metrics.refused(refusal);
            }
        });
    }
}
