package dev.tidings.client.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidings.client.backend.FakeService.Answer;
import dev.tidings.client.backend.FakeService.Call;
import dev.tidings.client.json.Json;
import dev.tidings.client.problem.FieldError;
import dev.tidings.client.problem.ProblemException;
import dev.tidings.client.problem.TidingsException;
import dev.tidings.client.problem.UnreachableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a service that answers as no healthy one does. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BackendTest {

    private static final Answer ACCEPTED = Answer.of(
            202, "{\"id\":\"n1\",\"positions\":[{\"channel\":\"user:ann\",\"epoch\":\"k3f\",\"offset\":1240}]}");
    private static final Notification HELLO = Notification.to(Recipients.users("ann"), "Hello");

    private FakeService service;

    @AfterEach
    void close() {
        service.close();
    }

    private Backend backend(Answer... answers) throws IOException {
        service = new FakeService(answers);
        return Backend.at(service.url()).credentials("demo", "demo-secret").build();
    }

    @Test
    void publishesAndTellsWhereItIs() throws Exception {
        Receipt receipt = backend(ACCEPTED).send(HELLO.category("orders").data(Map.of("order", 17)));

        assertThat(receipt.id()).isEqualTo("n1");
        assertThat(receipt.positions())
                .singleElement()
                .hasToString("Position[channel=user:ann, epoch=k3f, offset=1240]");
        assertThat(Json.parse(service.calls.get(0).body()))
                .isEqualTo(Json.parse("{\"to\":{\"users\":[\"ann\"]},\"title\":\"Hello\",\"category\":\"orders\","
                        + "\"data\":{\"order\":17}}"));
    }

    @Test
    void anAttemptThatWasCutOffIsRepeatedUnderTheSameKey() throws Exception {
        Receipt receipt = backend(
                        Answer.of(0, ""),
                        Answer.of(503, "{\"code\":\"log-unavailable\"}"),
                        Answer.of(502, "<html>"),
                        ACCEPTED)
                .send(HELLO);

        assertThat(receipt.id()).isEqualTo("n1");
        assertThat(service.calls).hasSize(4);
        assertThat(service.calls.stream().map(Call::key).distinct())
                .singleElement()
                .isNotNull();
    }

    @Test
    void aThreadThatIsInterruptedWaitsNoLongerAndStaysInterrupted() throws Exception {
        Backend backend = backend(ACCEPTED);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> backend.send(HELLO))
                .isInstanceOf(TidingsException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void withoutAKeyNothingIsRepeatedThatMayHaveBeenPublished() throws Exception {
        Backend backend = backend(
                Answer.of(0, ""),
                Answer.of(503, "{\"code\":\"log-unavailable\"}"),
                Answer.of(503, "{\"code\":\"over-capacity\"}"),
                ACCEPTED);

        assertThatThrownBy(() -> backend.send(HELLO, IdempotencyKey.none())).isInstanceOf(UnreachableException.class);
        assertThatThrownBy(() -> backend.send(HELLO, IdempotencyKey.none())).isInstanceOf(ProblemException.class);
        // Nothing was done here: it is safe.
        assertThat(backend.send(HELLO, IdempotencyKey.none()).id()).isEqualTo("n1");
        assertThat(service.calls).hasSize(4).extracting(Call::key).containsOnlyNulls();
    }

    @Test
    void waitsAsLongAsTheServerSays() throws Exception {
        backend(new Answer(429, Map.of("Retry-After", "1"), "{\"code\":\"rate-limited\"}"), ACCEPTED)
                .send(HELLO);

        long waited = service.calls.get(1).atNanos() - service.calls.get(0).atNanos();
        assertThat(Duration.ofNanos(waited)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void doesNotWaitLongerThanItsPatience() throws Exception {
        Backend backend = backend(new Answer(429, Map.of("Retry-After", "3600"), "{\"code\":\"rate-limited\"}"));

        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> backend.send(HELLO));
        assertThat(problem.retryAfter()).contains(Duration.ofHours(1));
    }

    @Test
    void aRefusalNamesAllFaultsAndIsNotRepeated() throws Exception {
        Backend backend = backend(
                Answer.of(
                        400,
                        "{\"code\":\"validation\",\"title\":\"Some fields are not valid\",\"errors\":["
                                + "{\"field\":\"title\",\"message\":\"is empty\"},{\"field\":\"to\",\"message\":\"is missing\"}]}"));

        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> backend.send(HELLO));
        assertThat(problem.code()).isEqualTo("validation");
        assertThat(problem.errors())
                .containsExactly(new FieldError("title", "is empty"), new FieldError("to", "is missing"));
        assertThat(problem)
                .hasMessage("/v1/notifications answers 400 validation: Some fields are not valid; title: is empty; "
                        + "to: is missing");
        assertThat(service.calls).hasSize(1);
    }

    @Test
    void aTokenThatIsRefusedIsRenewedOnce() throws Exception {
        Answer expired = Answer.of(401, "{\"code\":\"token-expired\"}");

        backend(expired, ACCEPTED).send(HELLO);
        assertThat(service.calls).extracting(Call::authorization).containsExactly("Bearer s1", "Bearer s2");
        service.close();

        Backend other = backend(expired, expired, ACCEPTED);
        assertThatThrownBy(() -> other.send(HELLO)).isInstanceOf(ProblemException.class);
    }

    @Test
    void oneTokenServesAllWhoCallAtOnce() throws Exception {
        Backend backend = backend(IntStream.range(0, 50).mapToObj(i -> ACCEPTED).toArray(Answer[]::new));

        List<CompletableFuture<Receipt>> calls = IntStream.range(0, 50)
                .mapToObj(i -> backend.sendAsync(HELLO, IdempotencyKey.random()))
                .toList();
        calls.forEach(CompletableFuture::join);

        assertThat(service.tokens).hasValue(1);
        assertThat(service.calls.stream().map(Call::key).distinct()).hasSize(50);
    }

    @Test
    void ofABatchEachOneIsToldOf() throws Exception {
        Backend backend = backend(
                Answer.of(
                        200,
                        "{\"results\":[{\"status\":202,\"id\":\"a\",\"positions\":[]},"
                                + "{\"status\":400,\"problem\":{\"code\":\"validation\",\"errors\":[{\"field\":\"title\",\"message\":\"m\"}]}}]}"));

        assertThat(backend.sendAll(List.of(HELLO, HELLO)))
                .satisfiesExactly(
                        good -> assertThat(good).isEqualTo(new BatchResult.Published(new Receipt("a", List.of()))),
                        bad -> assertThat(bad)
                                .isInstanceOfSatisfying(
                                        BatchResult.Refused.class,
                                        refused -> assertThat(refused.problem().errors())
                                                .containsExactly(new FieldError("title", "m"))));
    }

    @Test
    void nobodyThereIsOneClearFailure() throws Exception {
        Backend backend = Backend.at(closedUrl()).patience(Duration.ZERO).build();

        assertThatThrownBy(() -> backend.send(HELLO))
                .isInstanceOf(UnreachableException.class)
                .hasMessageStartingWith("nobody answers at http://localhost:");
    }

    private String closedUrl() throws IOException {
        backend();
        service.close();
        return service.url();
    }
}
