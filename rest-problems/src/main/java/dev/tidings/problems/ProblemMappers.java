package dev.tidings.problems;

import dev.tidings.contract.problem.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** From what REST throws to what the client gets. */
final class ProblemMappers {

    @ServerExceptionMapper
    Response refused(ProblemException refusal) {
        return response(refusal).build();
    }

    /** The framework's own: unknown paths, methods, media types. */
    @ServerExceptionMapper
    Response refusedByFramework(WebApplicationException e, ContainerRequestContext request) {
        Response theirs = e.getResponse();
        if (theirs.getStatus() < 400) {
            return theirs;
        }
        if (theirs.getStatus() >= 500) {
            return unexpected(e, request);
        }
        Response.ResponseBuilder ours = response(StatusCodes.refusal(theirs.getStatus()));
        return theirs.getStatus() == 405
                ? ours.allow(AllowedMethods.of(request)).build()
                : ours.build();
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e, ContainerRequestContext request) {
        String path = request.getUriInfo().getRequestUri().getRawPath();
        return response(Incident.log(request.getMethod(), path, e)).build();
    }

    private static Response.ResponseBuilder response(ProblemException refusal) {
        Response.ResponseBuilder response = Response.status(refusal.code().status())
                .type(Problem.MEDIA_TYPE)
                .entity(ProblemJson.write(refusal.problem()));
        Challenge.of(refusal).ifPresent(value -> response.header(HttpHeaders.WWW_AUTHENTICATE, value));
        refusal.headers().forEach(response::header);
        return response;
    }
}
