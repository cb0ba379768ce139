package dev.tidings.notifications.feed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.event.CloudEvent;
import dev.tidings.contract.position.Position;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.notifications.log.Append;
import dev.tidings.notifications.log.EventJson;
import dev.tidings.notifications.log.EventLog;
import dev.tidings.notifications.log.NewRecord;
import dev.tidings.notifications.projection.EventTypes;
import dev.tidings.notifications.projection.Op;
import dev.tidings.notifications.projection.ViewProgress;
import dev.tidings.notifications.projection.ViewProgress.Patience;
import dev.tidings.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Writes what a user says to the user's own channel, and waits until the view has it. Event loop. */
@ApplicationScoped
public class Changes {

    /**
     * What became of a change: it is in the log.
     *
     * @param visible whether it is in the view as well
     */
    public record Outcome(Position position, boolean visible) {}

    private final EventLog log;
    private final Snapshots snapshots;
    private final ViewProgress progress;
    private final Store store;
    private final Clock clock = Clock.systemUTC();

    Changes(EventLog log, Snapshots snapshots, ViewProgress progress, Store store) {
        this.log = log;
        this.snapshots = snapshots;
        this.progress = progress;
        this.store = store;
    }

    /** Of all up to there. */
    Uni<Outcome> upTo(AppChannel user, Op op, String upTo, Optional<String> category) {
        ObjectNode data = data(op).put("upTo", upTo);
        category.ifPresent(name -> data.put("category", name));
        return write(user, EventTypes.CHANGED, data);
    }

    /** Of these items, the ops in their order; the outcome is the last one's. */
    Uni<Outcome> of(AppChannel user, List<Op> ops, List<String> ids, Patience patience) {
        Uni<Outcome> all = Uni.createFrom().nullItem();
        for (Op op : ops) {
            ObjectNode data = data(op);
            ids.forEach(data.putArray("ids")::add);
            all = all.chain(before -> append(user, EventTypes.CHANGED, data));
        }
        return all.chain(last -> seen(user, last.position(), patience));
    }

    /** Any event of ours on the user's channel. Fails with the refusal where the log does not have it for certain. */
    public Uni<Outcome> write(AppChannel user, String type, ObjectNode data) {
        return append(user, type, data).chain(written -> seen(user, written.position(), Patience.begins()));
    }

    private Uni<Outcome> append(AppChannel user, String type, ObjectNode data) {
        String id = UUID.randomUUID().toString();
        CloudEvent event = CloudEvent.of(
                id, "/apps/" + user.app() + "/feed", type, clock.instant().truncatedTo(ChronoUnit.MILLIS), data);
        return log.append(List.of(new NewRecord(user, id, EventJson.write(event))))
                .map(append -> switch (append) {
                    case Append.Written(var positions) -> new Outcome(positions.getFirst(), false);
                    case Append.Unavailable() ->
                        throw refusal(
                                ProblemCode.LOG_UNAVAILABLE,
                                "The log does not have it for certain. Saying it again is safe.");
                    case Append.OverCapacity() ->
                        throw refusal(ProblemCode.OVER_CAPACITY, "Too much is under way. Nothing was said.");
                });
    }

    /** It is in the log whatever the database does, so no failure of that is one of the call. */
    private Uni<Outcome> seen(AppChannel user, Position position, Patience patience) {
        return store.guarded(snapshots.positions())
                .chain(positions -> positions.generation().epoch().equals(position.epoch())
                        ? progress.has(
                                positions.generation(),
                                positions.generation().partition(user),
                                position.offset(),
                                patience)
                        : Uni.createFrom().item(false))
                .onFailure(ProblemException.class)
                .recoverWithItem(false)
                .map(visible -> new Outcome(position, visible));
    }

    private static ObjectNode data(Op op) {
        return JsonNodeFactory.instance.objectNode().put("op", op.word());
    }

    private static ProblemException refusal(ProblemCode code, String detail) {
        return new ProblemException(code, detail, List.of(), Map.of("Retry-After", "2"));
    }
}
