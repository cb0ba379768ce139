package dev.tidings.edge.log;

import dev.tidings.contract.event.EventRecord;
import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.replay.ReplayCall;
import dev.tidings.contract.replay.ReplayPage;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The call of {@link ReplayCall}, from this side. Blocks its caller, for some seconds at most. */
final class PageSource implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    /** More than the largest page that can be. */
    private static final int MAX_BYTES = 2 * (ReplayCall.MAX_BYTES + EventRecord.MAX_BYTES);

    private final URI service;
    private final String secret;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    PageSource(URI service, String secret) {
        this.service = service;
        this.secret = secret;
    }

    /**
     * Empty where the view says that it can't serve this one.
     *
     * @throws IOException where there is no answer, or none that could be one
     * @throws IllegalArgumentException where the page isn't one
     */
    Optional<ReplayPage> after(String key, Epoch epoch, long offset) throws IOException, InterruptedException {
        URI call = service.resolve(ReplayCall.PATH + "?" + ReplayCall.KEY + "="
                + URLEncoder.encode(key, StandardCharsets.UTF_8) + "&" + ReplayCall.EPOCH + "=" + epoch + "&"
                + ReplayCall.AFTER + "=" + offset);
        HttpRequest request = HttpRequest.newBuilder(call)
                .header("Authorization", "Bearer " + secret)
                .header("Accept", ReplayCall.MEDIA_TYPE)
                .build();
        HttpResponse<byte[]> answer = answer(request);
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(ReplayPage.read(offset, upTo(answer), answer.body()));
            case 409, 410 -> Optional.empty();
            default -> throw new IOException("status " + answer.statusCode());
        };
    }

    /** The client's own time-out ends with the head of an answer; ours is for the whole of it. */
    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            return answer.get(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer in " + TIMEOUT);
        } finally {
            // Where there is none, its connection is closed.
            answer.cancel(true);
        }
    }

    private static long upTo(HttpResponse<byte[]> answer) throws IOException {
        return answer.headers()
                .firstValueAsLong(ReplayCall.UP_TO_HEADER)
                .orElseThrow(() -> new IOException("a page without " + ReplayCall.UP_TO_HEADER));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
