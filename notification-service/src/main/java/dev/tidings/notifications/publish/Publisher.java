package dev.tidings.notifications.publish;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.notifications.idempotency.Attempt;
import dev.tidings.notifications.log.Append;
import dev.tidings.notifications.log.EventLog;
import dev.tidings.notifications.log.RepeatedAppend;
import dev.tidings.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Puts a notification on the log, once for each channel it is for. Event loop. */
@ApplicationScoped
class Publisher {

    private final EventLog log;
    private final RepeatedAppend repeats;
    private final Clock clock = Clock.systemUTC();

    Publisher(EventLog log, RepeatedAppend repeats) {
        this.log = log;
        this.repeats = repeats;
    }

    /** Fails with the refusal where the log does not have all of it for certain. */
    Uni<Published> publish(String app, Attempt attempt, Notification notification) {
        List<AppChannel> channels = notification.to().channels().stream()
                .map(channel -> new AppChannel(app, channel))
                .toList();
        byte[] event = NotificationEvent.encode(app, attempt.id(), clock.instant(), notification);
        Uni<Append> append = attempt.earlier()
                .map(earlier -> repeats.finish(channels, event, attempt.id(), earlier))
                .orElseGet(() -> log.append(channels, event));
        return append.map(outcome -> answer(attempt.id(), outcome));
    }

    private static Published answer(UUID id, Append append) {
        return switch (append) {
            case Append.Written(var positions) -> Published.of(id, positions);
            case Append.Unavailable() ->
                throw refusal(
                        ProblemCode.LOG_UNAVAILABLE,
                        "The log did not confirm it, but may have it. With an Idempotency-Key it is safe to call again.");
            case Append.OverCapacity() ->
                throw refusal(ProblemCode.OVER_CAPACITY, "Too much is on its way into the log; nothing was published.");
        };
    }

    private static ProblemException refusal(ProblemCode code, String detail) {
        return new ProblemException(code, detail, List.of(), Map.of("Retry-After", "2"));
    }
}
