package dev.tidings.notifications.feed;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.position.ResumeString;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.notifications.EventLoop;
import dev.tidings.notifications.log.LogWatch;
import dev.tidings.notifications.projection.Generation;
import dev.tidings.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Makes of what a client gave as {@code upTo} what the event says: an offset of the user's channel and of the broadcasts,
 * both of this log and reached by it. "From now", or nothing at all, is the end of the log at this moment. Event loop.
 */
@ApplicationScoped
class UpTo {

    /** As many as a connection has: its resume string may be given as it is. */
    private static final int MAX_CHANNELS = 102;

    private final Snapshots snapshots;
    private final LogWatch log;
    private final Store store;

    UpTo(Snapshots snapshots, LogWatch log, Store store) {
        this.snapshots = snapshots;
        this.log = log;
        this.store = store;
    }

    /** The resume string for the event. Fails with the refusal. */
    Uni<String> resolve(AppChannel user, Optional<String> given) {
        Optional<ResumeString> asked = given.map(UpTo::parse);
        return store.guarded(snapshots.positions()).chain(positions -> {
            Generation generation = positions.generation();
            if (asked.isPresent() && !asked.get().epoch().equals(generation.epoch())) {
                throw bad("It is of another log: read the feed anew.");
            }
            Set<Integer> partitions = new HashSet<>();
            partitions.add(generation.partition(user));
            partitions.add(generation.partition(Positions.everyone(user)));
            return Uni.createFrom()
                    .completionStage(log.ends(partitions))
                    .emitOn(EventLoop.current())
                    .onFailure()
                    .transform(failure -> new ProblemException(
                            ProblemCode.LOG_UNAVAILABLE,
                            "Nothing can be said at the moment.",
                            List.of(),
                            Map.of("Retry-After", "2")))
                    .map(ends -> resolve(user, generation, asked, ends).toString());
        });
    }

    private static ResumeString resolve(
            AppChannel user, Generation generation, Optional<ResumeString> asked, Map<Integer, Long> ends) {
        Map<Channel, OptionalLong> offsets = new LinkedHashMap<>();
        for (AppChannel channel : List.of(user, Positions.everyone(user))) {
            long last = ends.get(generation.partition(channel)) - 1;
            OptionalLong offset = asked.isEmpty()
                    ? OptionalLong.empty()
                    : asked.get().offsets().get(channel.channel());
            if (offset == null) {
                continue;
            }
            if (offset.orElse(last) > last) {
                throw bad("The log has not reached that offset.");
            }
            offsets.put(channel.channel(), OptionalLong.of(offset.orElse(last)));
        }
        if (offsets.isEmpty()) {
            throw bad("It has neither your own channel nor everyone.");
        }
        return new ResumeString(generation.epoch(), offsets);
    }

    private static ResumeString parse(String text) {
        return switch (ResumeString.parse(text, MAX_CHANNELS)) {
            case ResumeString.Parsed.Resume(var resume) -> resume;
            case ResumeString.Parsed.Malformed() -> throw bad("It has to be <epoch>;<channel>~<offset>;...");
            case ResumeString.Parsed.NoChannel _ ->
                throw new ProblemException(ProblemCode.BAD_CHANNEL, "upTo names what is no channel.");
        };
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(ProblemCode.BAD_RESUME, detail);
    }
}
