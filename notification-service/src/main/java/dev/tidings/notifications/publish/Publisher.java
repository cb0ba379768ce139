package dev.tidings.notifications.publish;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.position.Position;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.notifications.idempotency.Attempt;
import dev.tidings.notifications.log.Append;
import dev.tidings.notifications.log.EventLog;
import dev.tidings.notifications.log.NewRecord;
import dev.tidings.notifications.log.RepeatedAppend;
import dev.tidings.notifications.preferences.MutedUsers;
import dev.tidings.notifications.preferences.MutedUsers.Interest;
import dev.tidings.notifications.store.StoreBusy;
import dev.tidings.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts publications on the log, each once on every channel it is for, except of users who muted it. Event loop. */
@ApplicationScoped
class Publisher {

    private final EventLog log;
    private final RepeatedAppend repeats;
    private final MutedUsers muted;
    private final Clock clock = Clock.systemUTC();

    /** A publication as it goes out: its id, and a record for each channel. */
    private record Outgoing(String id, List<NewRecord> records) {}

    Publisher(EventLog log, RepeatedAppend repeats, MutedUsers muted) {
        this.log = log;
        this.repeats = repeats;
        this.muted = muted;
    }

    /** Answers in their order. Fails with the refusal where the log does not have all of them for certain. */
    Uni<List<Published>> publish(String app, Attempt attempt, List<? extends Publication> publications) {
        return muted.among(app, interests(publications))
                .onFailure(StoreBusy.class)
                .transform(busy -> refusal(
                        ProblemCode.OVER_CAPACITY,
                        "Too many wait for the database that says who muted what; nothing was published."))
                .chain(left -> publications.size() == 1
                        ? append(attempt, outgoing(app, attempt, publications, left))
                        : OffLoop.compute(() -> outgoing(app, attempt, publications, left))
                                .chain(outgoing -> append(attempt, outgoing)));
    }

    private static Set<Interest> interests(List<? extends Publication> publications) {
        Set<Interest> interests = new HashSet<>();
        for (Publication publication : publications) {
            publication
                    .mutable()
                    .ifPresent(category -> publication
                            .channels()
                            .forEach(channel -> interest(channel, category).ifPresent(interests::add)));
        }
        return interests;
    }

    /** Only a user's own channel can be muted: the others are published to once, for all. */
    private static Optional<Interest> interest(Channel channel, String category) {
        return channel instanceof Channel.User(String id) ? Optional.of(new Interest(id, category)) : Optional.empty();
    }

    private static boolean reaches(Channel channel, Publication publication, Set<Interest> left) {
        return left.isEmpty()
                || publication
                        .mutable()
                        .flatMap(category -> interest(channel, category))
                        .filter(left::contains)
                        .isEmpty();
    }

    private Uni<List<Published>> append(Attempt attempt, List<Outgoing> outgoing) {
        List<NewRecord> records = outgoing.stream()
                .flatMap(publication -> publication.records().stream())
                .toList();
        if (records.isEmpty()) {
            return Uni.createFrom().item(answer(outgoing, new Append.Written(List.of())));
        }
        Uni<Append> append = attempt.earlier()
                .map(earlier -> repeats.finish(records, earlier))
                .orElseGet(() -> log.append(records));
        return append.map(outcome -> answer(outgoing, outcome));
    }

    private List<Outgoing> outgoing(
            String app, Attempt attempt, List<? extends Publication> publications, Set<Interest> left) {
        String now = EventWriter.time(clock.instant());
        List<Outgoing> outgoing = new ArrayList<>(publications.size());
        for (int i = 0; i < publications.size(); i++) {
            Publication publication = publications.get(i);
            String id = publication.id(NotificationId.nth(attempt.id(), i).toString());
            byte[] event = publication.encode(app, id, now);
            List<NewRecord> records = new ArrayList<>(publication.channels().size());
            for (Channel channel : publication.channels()) {
                if (reaches(channel, publication, left)) {
                    records.add(new NewRecord(new AppChannel(app, channel), id, event));
                }
            }
            outgoing.add(new Outgoing(id, records));
        }
        return outgoing;
    }

    private static List<Published> answer(List<Outgoing> outgoing, Append append) {
        return switch (append) {
            case Append.Written(var positions) -> published(outgoing, positions);
            case Append.Unavailable() ->
                throw refusal(
                        ProblemCode.LOG_UNAVAILABLE,
                        "The log did not confirm it, but may have it. With an Idempotency-Key it is safe to call"
                                + " again.");
            case Append.OverCapacity() ->
                throw refusal(ProblemCode.OVER_CAPACITY, "Too much is on its way into the log; nothing was published.");
        };
    }

    private static List<Published> published(List<Outgoing> outgoing, List<Position> positions) {
        List<Published> published = new ArrayList<>(outgoing.size());
        int from = 0;
        for (Outgoing publication : outgoing) {
            int to = from + publication.records().size();
            published.add(new Published(publication.id(), positions.subList(from, to)));
            from = to;
        }
        return published;
    }

    private static ProblemException refusal(ProblemCode code, String detail) {
        return new ProblemException(code, detail, List.of(), Map.of("Retry-After", "2"));
    }
}
