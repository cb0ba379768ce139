package dev.tidings.client.stream;

import dev.tidings.client.internal.SerialExecutor;
import dev.tidings.client.internal.Threads;
import dev.tidings.client.json.Json;
import dev.tidings.client.transport.JdkTransport;
import dev.tidings.client.transport.Transport;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A user's stream: their own channel, {@code everyone}, and the channels that were asked for. It goes on over every drop of
 * its connection from its own position; each event comes once, in its channel's order; and where something can't be had, a
 * {@link Signal.Gap} says so. Safe for use by several threads.
 *
 * <p>It has one subscriber. What that one doesn't request is not read from the network; a little of what it did request is
 * read ahead, at most 64 messages. It is called on a thread of the executor, one call at a time, and may take its time; where
 * it throws, the stream ends with what it threw. Nothing is connected before something is requested.
 *
 * <p>The stream ends by {@link #close()}, and by an error where no other connection would help: the user was revoked, a
 * channel is refused, the credentials are wrong. Everything else it mends by itself, and tells by
 * {@link Signal.Disconnected}.
 */
public final class EventStream implements Flow.Publisher<Signal>, AutoCloseable {

    private final SerialExecutor loop;
    private final Executor executor;
    private final Connector connector;
    private final Timing timing;
    private final Positions from;
    private final Set<String> channels;
    private final Map<String, TokenSupplier> grants;
    private final AtomicReference<Running> running = new AtomicReference<>();

    private record Running(StreamLoop loop, Delivery delivery) {}

    private EventStream(Builder builder) {
        executor = builder.executor;
        loop = new SerialExecutor(executor);
        Transport transport = builder.transport == null ? JdkTransport.shared() : builder.transport;
        connector = new Connector(transport, builder.server, new Tokens(builder.tokens, executor));
        timing = builder.timing;
        from = builder.from;
        channels = Set.copyOf(builder.channels);
        grants = Map.copyOf(builder.grants);
    }

    /** At that address, {@code https://tidings.example.com}, with tokens of the user whose stream it is. */
    public static Builder at(String url, TokenSupplier tokens) {
        return new Builder(URI.create(url), tokens);
    }

    /** One subscriber; a second one gets an {@link IllegalStateException}. */
    @Override
    public void subscribe(Flow.Subscriber<? super Signal> subscriber) {
        Running mine = create(subscriber);
        if (!running.compareAndSet(null, mine)) {
            subscriber.onSubscribe(new Demand(null));
            subscriber.onError(new IllegalStateException("a stream has one subscriber"));
            return;
        }
        subscriber.onSubscribe(new Demand(mine.loop()));
    }

    private Running create(Flow.Subscriber<? super Signal> subscriber) {
        AtomicReference<StreamLoop> stream = new AtomicReference<>();
        Delivery delivery = new Delivery(
                Objects.requireNonNull(subscriber),
                from,
                loop,
                executor,
                () -> stream.get().pump(),
                failure -> stream.get().subscriberFailed(failure));
        stream.set(new StreamLoop(loop, executor, connector, timing, delivery, from, channels, grants));
        return new Running(stream.get(), delivery);
    }

    /**
     * Calls the handler with each signal, and returns when the stream is closed. Throws what ended it, be it what the handler
     * threw; a checked exception of that comes as the cause of a {@link dev.tidings.client.problem.TidingsException}. An interrupt
     * closes it.
     */
    public void forEach(SignalHandler handler) throws InterruptedException {
        Forwarder forwarder = new Forwarder(handler);
        subscribe(forwarder);
        try {
            forwarder.await();
        } finally {
            close();
        }
    }

    /**
     * Where the subscriber is: with the last signal that it took, and no further. For one that hands signals on to others, that
     * is {@link Signal#position()} of what those have finished.
     */
    public Positions position() {
        Running stream = running.get();
        return stream == null ? from : stream.delivery().taken();
    }

    /** Subscribes to one more channel, from now on. */
    public void join(String channel) {
        String checked = Builder.named(channel);
        onLoop(stream -> stream.join(checked));
    }

    /** The same where the connection's own token doesn't open it: each request for it carries a grant of this supplier. */
    public void join(String channel, TokenSupplier grant) {
        String checked = Builder.named(channel);
        Objects.requireNonNull(grant);
        onLoop(stream -> stream.join(checked, grant));
    }

    /**
     * Says something on a channel, as the stream's user: an event of the type {@code client.<event>}. Completes with its offset
     * when the log has it. Fails by a {@link dev.tidings.client.problem.ProblemException} where it is refused; by a
     * {@link dev.tidings.client.problem.TidingsException} where there is no connection, or none any more to answer it: it is not
     * repeated by itself. The answer comes with the signals, to a subscriber that asks for some.
     *
     * @param data maps, lists, strings, numbers, booleans, or {@link Json}
     */
    public CompletableFuture<Long> publish(String channel, String event, Object data) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        Json sent = Json.of(data);
        onLoop(stream -> stream.publish(channel, event, sent, answer));
        return answer;
    }

    /** Doesn't follow that channel any more; nor is it part of the position. */
    public void leave(String channel) {
        String checked = Builder.named(channel);
        onLoop(stream -> stream.leave(checked));
    }

    /** Ends it. What was not taken yet is not part of the position. */
    @Override
    public void close() {
        Running stream = running.get();
        if (stream != null) {
            loop.execute(stream.loop()::complete);
        }
    }

    private void onLoop(Consumer<StreamLoop> action) {
        Running stream = running.get();
        if (stream == null) {
            throw new IllegalStateException("nobody has subscribed to the stream yet");
        }
        loop.execute(() -> action.accept(stream.loop()));
    }

    /** What a subscriber asks with; of nothing where it was refused. */
    private final class Demand implements Flow.Subscription {

        private final StreamLoop stream;

        Demand(StreamLoop stream) {
            this.stream = stream;
        }

        @Override
        public void request(long more) {
            if (stream == null) {
                return;
            }
            if (more <= 0) {
                loop.execute(() -> stream.subscriberFailed(
                        new IllegalArgumentException("a subscriber requests at least one, not " + more)));
            } else {
                loop.execute(() -> stream.request(more));
            }
        }

        @Override
        public void cancel() {
            if (stream != null) {
                loop.execute(stream::cancel);
            }
        }
    }

    /** How an {@link EventStream} is to be. Not for use by several threads. */
    public static final class Builder {

        private final URI server;
        private final TokenSupplier tokens;
        private final Set<String> channels = new LinkedHashSet<>();
        private final Map<String, TokenSupplier> grants = new LinkedHashMap<>();
        private Positions from = Positions.NOW;
        private Transport transport;
        private Executor executor = Threads.shared();
        private Timing timing = Timing.usual(new Jitter());

        private Builder(URI server, TokenSupplier tokens) {
            this.server = server;
            this.tokens = Objects.requireNonNull(tokens);
        }

        /** One more channel: {@code public:}, {@code private:} or {@code presence:}. */
        public Builder channel(String name) {
            channels.add(named(name));
            return this;
        }

        /** One more, which the connection's own token doesn't open: each request for it carries a grant of this supplier. */
        public Builder channel(String name, TokenSupplier grant) {
            grants.put(named(name), Objects.requireNonNull(grant));
            return channel(name);
        }

        /** Goes on from there; without it, from now. Its channels are followed, too. */
        public Builder from(Positions positions) {
            from = Objects.requireNonNull(positions);
            return this;
        }

        /** The same with a stored resume string; an empty one is from now. */
        public Builder from(String resume) {
            return from(Positions.parse(resume));
        }

        /** Another way to the network than {@link JdkTransport}. */
        public Builder transport(Transport way) {
            transport = Objects.requireNonNull(way);
            return this;
        }

        /**
         * Where the subscriber and the token's supplier are called; daemon threads of the client's own where nothing is said. It
         * needs more than one thread: a subscriber may hold up its own.
         */
        public Builder executor(Executor where) {
            executor = Objects.requireNonNull(where);
            return this;
        }

        Builder timing(Timing times) {
            timing = times;
            return this;
        }

        /** Connects to nobody yet. */
        public EventStream build() {
            return new EventStream(this);
        }

        private static String named(String channel) {
            if (channel.equals("everyone") || channel.startsWith("user:")) {
                throw new IllegalArgumentException(channel + " comes by itself, or is another user's");
            }
            return channel;
        }
    }

    /** Each thread's own source, whoever asks. */
    private static final class Jitter implements RandomGenerator {
        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong();
        }
    }
}
