package dev.tidings.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Many clients on a few event loops, from several addresses of loopback. Its methods are for one thread, the
 * benchmark's.
 */
public final class Fleet implements AutoCloseable {

    private static final int LOOPS = 2;
    /** An address has some 28,000 ports to connect from. */
    private static final int SOURCES = 16;

    private static final int READ_BYTES = 64 * 1024;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

    private final NioEventLoopGroup group = new NioEventLoopGroup(LOOPS);
    private final Map<EventLoop, LoopTally> tallies = new HashMap<>();
    private final AtomicInteger connects = new AtomicInteger();
    private volatile int receiveBufferBytes;

    public Fleet() {
        for (EventExecutor loop : group) {
            tallies.put((EventLoop) loop, new LoopTally());
        }
    }

    /** A client that is not connected yet. */
    public Client client(String user, String token) {
        return new Client(user, token, group.next());
    }

    /** For connections that are made from now on; 0 leaves it to the system. */
    public void receiveBuffers(int bytes) {
        receiveBufferBytes = bytes;
    }

    /**
     * How opening went.
     *
     * @param micros a connection each: from its first packet to having both subscriptions
     */
    public record Opening(int opened, Duration took, Histogram micros) {}

    /** Opens them all, so many at a time, and fails if one of them can't be opened. */
    public Opening open(InetSocketAddress target, List<Client> clients, int atOnce) throws InterruptedException {
        Histogram micros = new ConcurrentHistogram(CONNECT_LIMIT.toNanos() / 1_000, 3);
        Semaphore places = new Semaphore(atOnce);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        long begin = Clock.micros();
        for (Client client : clients) {
            acquire(places, 1);
            throwIf(failure.get());
            connect(client, target).whenComplete((_, failed) -> {
                if (failed == null) {
                    micros.recordValue(Clock.micros() - client.triedMicros);
                } else {
                    failure.compareAndSet(null, failed);
                }
                places.release();
            });
        }
        acquire(places, atOnce);
        throwIf(failure.get());
        Duration took = Duration.ofNanos((Clock.micros() - begin) * 1_000);
        return new Opening(clients.size(), took, micros);
    }

    private static void acquire(Semaphore places, int count) throws InterruptedException {
        if (!places.tryAcquire(count, CONNECT_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("no connection was made for " + CONNECT_LIMIT.toSeconds() + " s");
        }
    }

    private static void throwIf(Throwable failure) {
        if (failure != null) {
            throw new IllegalStateException("a connection was not made: " + failure.getMessage(), failure);
        }
    }

    /** By any thread. The future is done when the client has its subscriptions, and what it missed. */
    public CompletableFuture<Void> connect(Client client, InetSocketAddress target) {
        var ready = new CompletableFuture<Void>();
        client.loop.execute(() -> {
            client.ready = ready;
            client.triedMicros = Clock.micros();
            client.connection = new Connection(client, tallies.get(client.loop));
            bootstrap(client).connect(target, nextSource()).addListener((ChannelFutureListener) connected -> {
                if (!connected.isSuccess()) {
                    ready.completeExceptionally(connected.cause());
                    client.lost();
                }
            });
        });
        return ready;
    }

    private InetSocketAddress nextSource() {
        byte last = (byte) (1 + connects.incrementAndGet() % SOURCES);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, last}), 0);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private Bootstrap bootstrap(Client client) {
        Bootstrap bootstrap = new Bootstrap()
                .group(client.loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                // A batch in one read.
                .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(client.connection);
                    }
                });
        if (receiveBufferBytes > 0) {
            bootstrap.option(ChannelOption.SO_RCVBUF, receiveBufferBytes);
        }
        return bootstrap;
    }

    /** Called on a client's loop when its connection has ended. */
    public void whenLost(List<Client> clients, Consumer<Client> action) {
        clients.forEach(client -> client.loop.execute(() -> client.whenLost = action));
    }

    /** Runs it on the client's loop. */
    public void later(Client client, long delay, TimeUnit unit, Runnable action) {
        client.loop.schedule(action, delay, unit);
    }

    /** Whether they read what comes. */
    public void read(List<Client> clients, boolean on) {
        clients.forEach(client -> client.loop.execute(() -> client.connection.read(on)));
    }

    /** Closes its connection, and doesn't wait for it. */
    public void drop(Client client) {
        client.loop.execute(() -> client.connection.close(() -> {}));
    }

    /** Breaks its connection off. */
    public void reset(Client client) {
        client.loop.execute(() -> client.connection.reset());
    }

    /** Returns when they all are. */
    public void disconnect(List<Client> clients) throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(clients.size());
        clients.forEach(client -> client.loop.execute(() -> client.connection.close(closed::countDown)));
        if (!closed.await(CONNECT_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("connections did not close");
        }
    }

    /** Events since the tally was taken last. */
    public long received() {
        return tallies.values().stream().mapToLong(LoopTally::received).sum();
    }

    /** Whether so many were received within the limit. */
    public boolean awaitReceived(long count, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (received() < count) {
            tallies.values().forEach(LoopTally::requireSound);
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(100_000);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    /** What was counted since it was taken last. */
    public Tally takeTally() throws InterruptedException {
        Tally all = new Tally();
        List<Future<Tally>> parts = new ArrayList<>();
        tallies.forEach((loop, tally) -> parts.add(loop.submit(tally::take)));
        for (Future<Tally> part : parts) {
            try {
                all.add(part.get(1, TimeUnit.MINUTES));
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }
        tallies.values().forEach(LoopTally::requireSound);
        return all;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
