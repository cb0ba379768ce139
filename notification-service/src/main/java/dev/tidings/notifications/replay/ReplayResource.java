package dev.tidings.notifications.replay;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.problem.Problem.FieldError;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.contract.replay.ReplayCall;
import dev.tidings.contract.replay.ReplayPage;
import dev.tidings.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The edges' call for what a channel had, {@link ReplayCall}. No ingress routes it. Event loop. */
@Path(ReplayCall.PATH)
class ReplayResource {

    private final Edges edges;
    private final ReplayPages pages;

    ReplayResource(Edges edges, ReplayPages pages) {
        this.edges = edges;
        this.pages = pages;
    }

    @GET
    @Produces(ReplayCall.MEDIA_TYPE)
    public Uni<RestResponse<byte[]>> page(
            @Context HttpHeaders headers,
            @RestQuery(ReplayCall.KEY) String key,
            @RestQuery(ReplayCall.EPOCH) String epoch,
            @RestQuery(ReplayCall.AFTER) String after) {
        edges.require(headers.getRequestHeader(HttpHeaders.AUTHORIZATION));
        AppChannel channel = Optional.ofNullable(key)
                .flatMap(AppChannel::parseKey)
                .filter(ReplayCall::covers)
                .orElseThrow(() -> fault(ReplayCall.KEY));
        Epoch log = Optional.ofNullable(epoch)
                .filter(Epoch::isEpoch)
                .map(Epoch::new)
                .orElseThrow(() -> fault(ReplayCall.EPOCH));
        long offset = Optional.ofNullable(after)
                .filter(text -> text.matches("-1|[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElseThrow(() -> fault(ReplayCall.AFTER));
        return pages.after(channel, log, offset).map(found -> switch (found) {
            case ReplayPages.Found.Page(ReplayPage page) ->
                ResponseBuilder.ok(page.body())
                        .header(ReplayCall.UP_TO_HEADER, page.upTo())
                        .build();
            case ReplayPages.Found.AnotherEpoch() ->
                ResponseBuilder.<byte[]>create(409).build();
            case ReplayPages.Found.Gone() -> ResponseBuilder.<byte[]>create(410).build();
        });
    }

    private static ProblemException fault(String parameter) {
        return new ProblemException(
                ProblemCode.VALIDATION,
                "The query is not valid.",
                List.of(new FieldError(parameter, "is missing or not of its form")));
    }
}
