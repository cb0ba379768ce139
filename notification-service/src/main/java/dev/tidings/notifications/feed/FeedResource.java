package dev.tidings.notifications.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.notifications.access.UserCaller;
import dev.tidings.notifications.access.UserCallers;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** {@code GET /v1/feed} and {@code /v1/feed/counters}: a user reads what is theirs. Event loop. */
@Path("/v1/feed")
@Produces(MediaType.APPLICATION_JSON)
class FeedResource {

    /** Nobody but the user's own browser may keep it, and that asks each time. */
    private static final String NO_SHARED_CACHE = "private, no-cache";

    private final UserCallers callers;
    private final FeedReader feeds;
    private final FeedConfig config;

    FeedResource(UserCallers callers, FeedReader feeds, FeedConfig config) {
        this.callers = callers;
        this.feeds = feeds;
        this.config = config;
    }

    @GET
    public Uni<RestResponse<String>> feed(@Context HttpHeaders headers, @Context UriInfo uri) {
        return callers.require(headers)
                .chain(caller -> feeds.page(reader(caller), QueryReader.read(uri.getQueryParameters())))
                .map(page -> ok(page.json()));
    }

    @GET
    @Path("/counters")
    public Uni<RestResponse<String>> counters(@Context HttpHeaders headers) {
        return callers.require(headers)
                .map(FeedResource::reader)
                .chain(reader -> feeds.tag(reader)
                        .map(tag -> "\"" + tag + "\"")
                        .chain(tag -> isKnown(headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH), tag)
                                ? Uni.createFrom().item(polled(ResponseBuilder.<String>create(304), tag))
                                // The tag is older than the counters, if anything: then the next poll counts once too
                                // often.
                                : feeds.counters(reader)
                                        .map(counted -> polled(
                                                ResponseBuilder.ok(json(counted).toString()), tag))));
    }

    static Reader reader(UserCaller caller) {
        return new Reader(new AppChannel(caller.app(), new Channel.User(caller.user())), caller.joined());
    }

    static ObjectNode json(FeedReader.Counted counted) {
        return counted.counters().json().put("asOf", counted.asOf());
    }

    static RestResponse<String> ok(ObjectNode json) {
        return ResponseBuilder.ok(json.toString())
                .header(HttpHeaders.CACHE_CONTROL, NO_SHARED_CACHE)
                .build();
    }

    private RestResponse<String> polled(ResponseBuilder<String> answer, String tag) {
        return answer.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, NO_SHARED_CACHE)
                .header("Poll-Interval", config.pollInterval().toSeconds())
                .build();
    }

    private static boolean isKnown(List<String> ifNoneMatch, String tag) {
        return ifNoneMatch.stream()
                .flatMap(header -> List.of(header.split(",")).stream())
                .map(known -> known.strip().replaceFirst("^W/", ""))
                .anyMatch(known -> known.equals(tag) || known.equals("*"));
    }
}
