package dev.tidings.notifications.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.token.Scope;
import dev.tidings.notifications.access.ServiceCallers;
import dev.tidings.notifications.idempotency.Answer;
import dev.tidings.notifications.idempotency.CallKey;
import dev.tidings.notifications.idempotency.IdempotentCalls;
import dev.tidings.notifications.idempotency.KeyedCall;
import dev.tidings.problems.ProblemException;
import dev.tidings.problems.body.StrictJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * What every publishing call has in common. First who calls, then what it says, then whether it was said before, then the
 * log. Event loop.
 */
@ApplicationScoped
class PublishCalls {

    private final ServiceCallers callers;
    private final IdempotentCalls calls;
    private final Publisher publisher;
    private final PublishMetrics metrics;
    private final Clock clock = Clock.systemUTC();

    /** From the body to what is published; throws all of the body's faults at once. */
    interface Reading {
        Publication read(JsonNode said, String app);
    }

    /** A call of an app that may make it, with its key if it has one. */
    interface Call {
        Uni<Answer> make(String app, Optional<CallKey> key);
    }

    PublishCalls(ServiceCallers callers, IdempotentCalls calls, Publisher publisher, PublishMetrics metrics) {
        this.callers = callers;
        this.calls = calls;
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /** Lets those in who have the scope, and makes an answer of what the call comes to. */
    Uni<RestResponse<String>> answer(HttpHeaders headers, Scope scope, Call call) {
        return callers.require(scope, headers.getRequestHeader(HttpHeaders.AUTHORIZATION))
                .chain(caller ->
                        call.make(caller.app(), CallKey.of(caller.app(), headers.getRequestHeader(CallKey.HEADER))))
                .onFailure(ProblemException.class)
                .invoke(metrics::refused)
                .map(answer -> RestResponse.ResponseBuilder.<String>create(answer.status())
                        .entity(answer.json())
                        .build());
    }

    /** Publishes the one thing that the body says. */
    Uni<Answer> publishOne(String app, Optional<CallKey> key, String path, byte[] body, Reading reading) {
        JsonNode said = StrictJson.read(new ByteArrayInputStream(body));
        Optional<KeyedCall> keyed = key.map(known -> KeyedCall.of(known, path, said));
        Publication publication;
        try {
            publication = reading.read(said, app);
        } catch (ProblemException refusal) {
            // What was good the first time may be refused by now: it has expired, or a limit is another one.
            return calls.answerOrElse(keyed, refusal);
        }
        UUID id = NotificationId.at(clock.instant());
        return calls.once(
                keyed,
                id,
                attempt -> publisher
                        .publish(app, attempt, List.of(publication))
                        .map(published -> accepted(published.getFirst())));
    }

    private Answer accepted(Published published) {
        metrics.accepted(published.positions().size());
        return new Answer(RestResponse.StatusCode.ACCEPTED, AnswerJson.of(published));
    }
}
