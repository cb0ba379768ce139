package dev.tidings.notifications.feed;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.problem.Problem.FieldError;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.contract.token.Scope;
import dev.tidings.notifications.access.ServiceCallers;
import dev.tidings.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code GET /v1/users/{id}/feed}: what a user sees, for those who help them. Nothing changes by it. Event loop. */
@Path("/v1/users/{id}/feed")
class InspectorResource {

    private final ServiceCallers callers;
    private final FeedReader feeds;

    InspectorResource(ServiceCallers callers, FeedReader feeds) {
        this.callers = callers;
        this.feeds = feeds;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<String>> feed(
            @Context HttpHeaders headers, @Context UriInfo uri, @PathParam("id") String id) {
        return callers.require(Scope.USERS_ADMIN, headers.getRequestHeader(HttpHeaders.AUTHORIZATION))
                .chain(caller ->
                        feeds.pageAsLastAsked(user(caller.app(), id), QueryReader.read(uri.getQueryParameters())))
                .map(page -> FeedResource.ok(page.json()));
    }

    /** Throws the refusal of an id that is none. */
    static AppChannel user(String app, String id) {
        if (!Channel.isName(id)) {
            throw new ProblemException(
                    ProblemCode.VALIDATION,
                    "The path is not valid.",
                    List.of(new FieldError("id", "must be 1 to 160 of A-Z a-z 0-9 _ . - = + @ ,")));
        }
        return new AppChannel(app, new Channel.User(id));
    }
}
