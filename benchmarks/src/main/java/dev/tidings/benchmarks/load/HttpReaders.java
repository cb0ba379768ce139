package dev.tidings.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Users who read what goes to everyone by event stream or by long poll, a virtual thread each: some hundreds, beside the
 * thousands of a {@link Fleet}. An event stream is broken off now and then, and goes on from its last id.
 */
public final class HttpReaders implements AutoCloseable {

    private static final Pattern RESUME = Pattern.compile("\"resume\":\"([^\"]+)\"");
    private static final int SECONDS_A_POLL = 20;
    private static final long SHORTEST_STREAM_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST_STREAM_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI stream;
    /** Guarded by itself: all readers count into it. */
    private final Tally tally = new Tally();

    private final AtomicReference<String> failure = new AtomicReference<>();
    private final CountDownLatch subscribed;
    private volatile boolean steady;
    private volatile boolean over;

    private HttpReaders(InetSocketAddress edge, int count) {
        this.stream = URI.create("http://127.0.0.1:" + edge.getPort() + "/v1/stream");
        this.subscribed = new CountDownLatch(count);
    }

    /** Every other token's user streams, the rest polls. Returns when all are subscribed. */
    public static HttpReaders start(InetSocketAddress edge, List<String> tokens) throws InterruptedException {
        HttpReaders readers = new HttpReaders(edge, tokens.size());
        IntStream.range(0, tokens.size())
                .forEach(i -> Thread.ofVirtual().start(() -> {
                    if (i % 2 == 0) {
                        readers.new EventStream(tokens.get(i)).run();
                    } else {
                        readers.new Poll(tokens.get(i)).run();
                    }
                }));
        if (!readers.subscribed.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("not all could subscribe: " + readers.failure.get());
        }
        return readers;
    }

    /** From now on nobody breaks off by themselves, or again they do. */
    public void steady(boolean on) {
        steady = on;
    }

    /** What they have received up to now. */
    public long received() {
        synchronized (tally) {
            return tally.received();
        }
    }

    /** Adds what they counted up to now. */
    public void addTo(Tally all) {
        synchronized (tally) {
            all.add(tally);
        }
    }

    /** One reader; its thread's own. */
    private abstract class Reader {
        private final ChannelView everyone = new ChannelView();
        private final String token;
        private boolean counted;

        Reader(String token) {
            this.token = token;
        }

        final void run() {
            while (!over) {
                try {
                    read();
                } catch (IOException | RuntimeException e) {
                    failure.set(e.toString());
                    LockSupport.parkNanos(RETRY_NANOS);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        abstract void read() throws IOException, InterruptedException;

        final HttpRequest.Builder request(String accept, String query) {
            return HttpRequest.newBuilder(URI.create(stream + query))
                    .header("Accept", accept)
                    .header("Authorization", "Bearer " + token);
        }

        final void subscribed() {
            if (!counted) {
                counted = true;
                subscribed.countDown();
            }
        }

        final void count(String text) {
            BenchmarkEvent.in(text)
                    .filter(said -> said.channel().equals("everyone"))
                    .forEach(said -> {
                        synchronized (tally) {
                            tally.received(Clock.micros() - said.atMicros());
                            everyone.saw(said.sequence(), tally);
                        }
                    });
            if (text.contains("\"recovered\":false")) {
                synchronized (tally) {
                    tally.lost();
                }
            }
        }
    }

    private final class EventStream extends Reader {
        private String lastId = "";

        EventStream(String token) {
            super(token);
        }

        @Override
        void read() throws IOException, InterruptedException {
            HttpRequest.Builder request = request("text/event-stream", "");
            if (!lastId.isEmpty()) {
                request.header("Last-Event-ID", lastId);
            }
            long until = System.nanoTime()
                    + ThreadLocalRandom.current().nextLong(SHORTEST_STREAM_NANOS, LONGEST_STREAM_NANOS);
            String id = "";
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    http.send(request.build(), BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null && !over; line = lines.readLine()) {
                    if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("data: ")) {
                        count(line);
                        if (line.contains("\"channel\":\"everyone\"")) {
                            subscribed();
                        }
                    } else if (line.isEmpty() && !id.isEmpty()) {
                        lastId = id;
                    }
                    if (!steady && !lastId.isEmpty() && System.nanoTime() - until > 0) {
                        return;
                    }
                }
            }
        }
    }

    private final class Poll extends Reader {
        private String resume = "";

        Poll(String token) {
            super(token);
        }

        @Override
        void read() throws IOException, InterruptedException {
            String query = "?wait=" + SECONDS_A_POLL
                    + (resume.isEmpty() ? "" : "&resume=" + URLEncoder.encode(resume, StandardCharsets.US_ASCII));
            String answer = http.send(request("application/json", query).build(), BodyHandlers.ofString())
                    .body();
            Matcher position = RESUME.matcher(answer);
            if (!position.find()) {
                throw new IOException(answer);
            }
            count(answer);
            resume = position.group(1);
            subscribed();
        }
    }

    @Override
    public void close() {
        over = true;
        http.shutdownNow();
    }
}
