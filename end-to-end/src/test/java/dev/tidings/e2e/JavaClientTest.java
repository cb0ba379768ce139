package dev.tidings.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.client.backend.Backend;
import dev.tidings.client.backend.BatchResult;
import dev.tidings.client.backend.ChannelEvent;
import dev.tidings.client.backend.Notification;
import dev.tidings.client.backend.Recipients;
import dev.tidings.client.backend.UserRights;
import dev.tidings.client.problem.FieldError;
import dev.tidings.client.problem.ProblemException;
import dev.tidings.client.problem.StreamClosedException;
import dev.tidings.client.stream.EventStream;
import dev.tidings.client.stream.Signal;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Java client with the services as they are packaged. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class JavaClientTest {

    private static final long PATIENCE_SECONDS = 60;
    private static final Pattern MAIN =
            Pattern.compile("void main\\(\\)[^{]*\\{\n(.*)^}", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static RunningStack stack;
    private static Backend backend;

    private final String user = "u" + UUID.randomUUID();

    @BeforeAll
    static void up() {
        stack = RunningStack.shared();
        backend = Backend.at(stack.url()).credentials("demo", "demo-secret").build();
    }

    @Test
    void eachEventComesOnceThoughOneEdgeIsDrainedAndTheOtherKilled() throws Exception {
        List<Long> published = new ArrayList<>();
        try (Reader reader = new Reader(user)) {
            reader.next(Signal.Subscribed.class);
            publish(published, 20);
            for (String edge : List.of("realtime-edge-1", "realtime-edge-2")) {
                boolean drained = edge.endsWith("1");
                Thread stopping = Thread.ofPlatform()
                        .start(() -> stack.tidings(
                                drained ? new String[] {"stop", edge} : new String[] {"stop", "--kill", edge}));
                publish(published, 20);
                stopping.join();
                stack.tidings("start", edge);
                publish(published, 20);
            }
            assertThat(reader.offsets(published.size())).isEqualTo(published);
        }
    }

    @Test
    void aRevokedUsersStreamEndsAndSaysWhy() throws Exception {
        try (Reader reader = new Reader(user)) {
            reader.next(Signal.Subscribed.class);
            backend.revoke(user);
            assertThat(reader.failure.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            StreamClosedException.class,
                            closed -> assertThat(closed.code()).isEqualTo(4003));
        }
    }

    @Test
    void aChannelThatIsNotTheUsersIsRefusedAndTheRestGoesOn() throws Exception {
        try (Reader reader = new Reader(user)) {
            reader.next(Signal.Subscribed.class);
            reader.stream.join("private:of.others");
            assertThat(reader.next(Signal.Refused.class).code()).isEqualTo("channel-refused");
            reader.stream.join("public:news");
            assertThat(awaitChannel(reader, "public:")).isEqualTo("public:news");
            backend.send(Notification.to(Recipients.channel("public:news"), "news"));
            assertThat(reader.next(Signal.Event.class).channel()).isEqualTo("public:news");
        }
    }

    @Test
    void aRefusedNotificationNamesAllItsFaults() {
        assertThatThrownBy(() -> backend.send(
                        Notification.to(Recipients.users("no such user!"), "").category("")))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem.errors()).hasSizeGreaterThan(1);
                });
    }

    @Test
    void aBatchTellsOfEachWhatBecameOfIt() throws Exception {
        try (Reader reader = new Reader(user)) {
            reader.next(Signal.Subscribed.class);
            List<BatchResult> results = backend.sendAll(List.of(
                    Notification.to(Recipients.users(user), "one"),
                    Notification.to(Recipients.users(user), ""),
                    Notification.to(Recipients.users(user), "three")));
            assertThat(results)
                    .extracting(Object::getClass)
                    .containsExactly(
                            BatchResult.Published.class, BatchResult.Refused.class, BatchResult.Published.class);
            assertThat(((BatchResult.Refused) results.get(1)).problem().errors())
                    .extracting(FieldError::field)
                    .containsExactly("title");
            assertThat(reader.offsets(2)).isEqualTo(List.of(offsetOf(results.get(0)), offsetOf(results.get(2))));
        }
    }

    private static long offsetOf(BatchResult result) {
        return ((BatchResult.Published) result).receipt().positions().get(0).offset();
    }

    @Test
    void aChannelIsOpenedByAGrantAndSpokenOnByBackEndAndUser() throws Exception {
        String channel = "private:" + user;
        UserRights maySpeak = UserRights.of(user).publish(channel);
        try (Reader reader = new Reader(EventStream.at(stack.url(), backend.tokensFor(maySpeak))
                .channel(channel, () -> backend.grant(user, channel)))) {
            assertThat(awaitChannel(reader, "private:")).isEqualTo(channel);
            long first = backend.publish(ChannelEvent.on(channel, "order.moved").data(Map.of("to", "Bremen")))
                    .positions()
                    .get(0)
                    .offset();
            Signal.Event moved = reader.next(Signal.Event.class);
            assertThat(moved.offset()).isEqualTo(first);
            assertThat(moved.event().data().get("to").text()).contains("Bremen");
            long second =
                    reader.stream.publish(channel, "typing", Map.of("at", 3)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Signal.Event typing = reader.next(Signal.Event.class);
            assertThat(typing.offset()).isEqualTo(second);
            assertThat(typing.event().type()).isEqualTo("client.typing");
            assertThatThrownBy(() -> reader.stream
                            .publish("public:news", "typing", Map.of())
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.code()).isEqualTo("channel-refused"));
        }
    }

    @Test
    void theWorkerOfTheReadmeGoesOnWhereItWasWhenItIsStartedAgain(@TempDir Path directory) throws Exception {
        Matcher block = JAVA.matcher(Files.readString(RunningStack.ROOT.resolve("README.md")));
        assertThat(block.find()).isTrue();
        assertThat(MAIN.matcher(block.group(1))
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1)
                        .strip()
                        .lines())
                .as("ten lines, as it says, beside the imports")
                .hasSizeLessThanOrEqualTo(10);
        String program =
                block.group(1).replace("http://localhost:8080", stack.url()).replace("\"ann\"", "\"" + user + "\"");
        Files.writeString(directory.resolve("Worker.java"), program);

        runWorker(directory, "first");
        send("while it was away");
        assertThat(runWorker(directory, "second")).containsExactly("while it was away", "second");
    }

    /** Until it has printed that title; what it printed. */
    private List<String> runWorker(Path directory, String until) throws Exception {
        Path classes = RunningStack.ROOT.resolve("clients/java/target/classes");
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes.toString(),
                        "Worker.java")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        List<String> printed = new ArrayList<>();
        try (BufferedReader lines = worker.inputReader()) {
            // It is subscribed when it has stored where it is.
            awaitStored(directory, "everyone", -1);
            long offset = send(until);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                printed.add(line);
                if (line.equals(until)) {
                    break;
                }
            }
            awaitStored(directory, "user:" + user, offset);
        } finally {
            worker.destroyForcibly();
        }
        return printed;
    }

    /** Until it has stored that it has the channel up to there, or further: badges follow what was published. */
    private static void awaitStored(Path directory, String channel, long offset) throws Exception {
        Path file = directory.resolve("worker.position");
        Pattern stored = Pattern.compile(";" + Pattern.quote(channel) + "~(-?[0-9]+)");
        while (true) {
            Matcher position = stored.matcher(Files.exists(file) ? Files.readString(file) : "");
            if (position.find() && Long.parseLong(position.group(1)) >= offset) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private long send(String title) {
        return backend.send(Notification.to(Recipients.users(user), title))
                .positions()
                .get(0)
                .offset();
    }

    private void publish(List<Long> published, int count) {
        for (int i = 0; i < count; i++) {
            published.add(send("n" + i));
        }
    }

    private static String awaitChannel(Reader reader, String kind) throws InterruptedException {
        String channel = "";
        while (!channel.startsWith(kind)) {
            channel = reader.next(Signal.Subscribed.class).channel();
        }
        return channel;
    }

    /** Reads a user's stream on a thread of its own, as a worker does. */
    private static final class Reader implements AutoCloseable {

        private final EventStream stream;
        private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
        private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

        Reader(String user) {
            this(EventStream.at(stack.url(), backend.tokensFor(user)));
        }

        Reader(EventStream.Builder builder) {
            stream = builder.build();
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try {
                stream.forEach(signals::add);
            } catch (InterruptedException | RuntimeException e) {
                failure.complete(e);
            }
        }

        <T extends Signal> T next(Class<T> kind) throws InterruptedException {
            while (true) {
                Signal signal = signals.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(signal).as("no " + kind.getSimpleName()).isNotNull();
                if (kind.isInstance(signal)) {
                    return kind.cast(signal);
                }
            }
        }

        List<Long> offsets(int count) throws InterruptedException {
            List<Long> offsets = new ArrayList<>();
            while (offsets.size() < count) {
                Signal.Event event = next(Signal.Event.class);
                // Badges come of what was published, as many as batches; nobody published them.
                if (!event.event().type().equals("feed.badge")) {
                    offsets.add(event.offset());
                }
            }
            return offsets;
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
