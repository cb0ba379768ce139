package dev.tidings.notifications.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.contract.token.Scope;
import dev.tidings.notifications.access.ServiceCallers;
import dev.tidings.notifications.idempotency.Answer;
import dev.tidings.notifications.idempotency.Attempt;
import dev.tidings.notifications.idempotency.CallKey;
import dev.tidings.notifications.idempotency.IdempotentCalls;
import dev.tidings.problems.ProblemException;
import dev.tidings.problems.body.StrictJson;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code POST /v1/notifications}. First who calls, then what it says, then whether it was said before, then the log. On
 * the event loop.
 */
@Path(NotificationsResource.PATH)
class NotificationsResource {

    static final String PATH = "/v1/notifications";

    private final ServiceCallers callers;
    private final IdempotentCalls calls;
    private final Publisher publisher;
    private final PublishMetrics metrics;
    private final ObjectMapper json;
    private final Clock clock = Clock.systemUTC();

    NotificationsResource(
            ServiceCallers callers,
            IdempotentCalls calls,
            Publisher publisher,
            PublishMetrics metrics,
            ObjectMapper json) {
        this.callers = callers;
        this.calls = calls;
        this.publisher = publisher;
        this.metrics = metrics;
        this.json = json;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<String>> publish(@Context HttpHeaders headers, byte[] body) {
        return callers.require(Scope.NOTIFICATIONS_WRITE, headers.getRequestHeader(HttpHeaders.AUTHORIZATION))
                .chain(caller ->
                        publish(caller.app(), CallKey.of(caller.app(), headers.getRequestHeader(CallKey.HEADER)), body))
                .onFailure(ProblemException.class)
                .invoke(metrics::refused)
                .map(answer -> RestResponse.ResponseBuilder.<String>create(answer.status())
                        .entity(answer.json())
                        .build());
    }

    private Uni<Answer> publish(String app, Optional<CallKey> key, byte[] body) {
        JsonNode said = StrictJson.read(new ByteArrayInputStream(body));
        Notification notification;
        try {
            notification = NotificationBody.read(said, app, clock.instant());
        } catch (ProblemException refusal) {
            // What was good the first time may be refused by now: it has expired, or a limit is another one.
            return calls.answerOrElse(key, PATH, said, refusal);
        }
        UUID id = NotificationId.at(clock.instant());
        return calls.once(key, PATH, said, id, attempt -> publish(app, attempt, notification));
    }

    private Uni<Answer> publish(String app, Attempt attempt, Notification notification) {
        return publisher.publish(app, attempt, notification).map(published -> {
            metrics.accepted(published.positions().size());
            return new Answer(RestResponse.StatusCode.ACCEPTED, write(published));
        });
    }

    private String write(Published published) {
        try {
            return json.writeValueAsString(published);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings is always JSON", e);
        }
    }
}
