package dev.tidings.notifications.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.notifications.access.UserCallers;
import dev.tidings.notifications.projection.Op;
import dev.tidings.notifications.projection.ViewProgress.Patience;
import dev.tidings.problems.ProblemException;
import dev.tidings.problems.body.StrictJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * A call by which a user says something: who it is, the event on the log, and the answer when the view has it, so that whoever
 * said it reads it. Event loop.
 */
@ApplicationScoped
class Saying {

    private final UserCallers callers;
    private final KnownItems items;
    private final Changes changes;
    private final FeedReader feeds;

    Saying(UserCallers callers, KnownItems items, Changes changes, FeedReader feeds) {
        this.callers = callers;
        this.items = items;
        this.changes = changes;
        this.feeds = feeds;
    }

    Uni<RestResponse<String>> by(HttpHeaders headers, Function<Reader, Uni<Changes.Outcome>> saying) {
        return callers.require(headers)
                .map(FeedResource::reader)
                .chain(reader -> saying.apply(reader).chain(outcome -> answer(reader, outcome)));
    }

    /** Of those of the items that the feed has or may have. Fails with the refusal where that is none of them. */
    Uni<Changes.Outcome> of(Reader reader, List<Op> ops, List<String> ids) {
        Patience patience = Patience.begins();
        List<String> possible = ids.stream().filter(Saying::canBeAnItems).toList();
        return items.of(reader, possible, patience).chain(known -> {
            if (known.isEmpty()) {
                throw new ProblemException(ProblemCode.NOT_FOUND, "Your feed has no such item.");
            }
            return changes.of(reader.channel(), ops, known, patience);
        });
    }

    private static boolean canBeAnItems(String id) {
        return id.length() <= ChangeBody.MAX_ID && id.indexOf('\0') < 0;
    }

    /** The new counters; or where it is in the log, if the view doesn't have it yet or can't be read. */
    private Uni<RestResponse<String>> answer(Reader reader, Changes.Outcome outcome) {
        if (!outcome.visible()) {
            return Uni.createFrom().item(later(outcome));
        }
        return feeds.counters(reader)
                .map(counted -> FeedResource.ok(FeedResource.json(counted)))
                .onFailure(ProblemException.class)
                .recoverWithItem(away -> later(outcome));
    }

    private static RestResponse<String> later(Changes.Outcome outcome) {
        return written(outcome, RestResponse.StatusCode.ACCEPTED);
    }

    /** Where it is in the log. */
    static RestResponse<String> written(Changes.Outcome outcome, int status) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("positions")
                .addObject()
                .put("channel", outcome.position().channel().name())
                .put("epoch", outcome.position().epoch().text())
                .put("offset", outcome.position().offset());
        return ResponseBuilder.<String>create(status).entity(json.toString()).build();
    }

    /** No body at all says as little as an empty object. */
    static JsonNode json(byte[] body) {
        return body.length == 0
                ? JsonNodeFactory.instance.objectNode()
                : StrictJson.read(new ByteArrayInputStream(body));
    }
}
