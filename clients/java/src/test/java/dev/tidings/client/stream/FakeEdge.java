package dev.tidings.client.stream;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A server that does with each connection what its script says, on real sockets, by a thread a connection: what an edge
 * does, and what none should.
 */
final class FakeEdge implements Closeable {

    /** What is done with one connection; that ends with it. */
    interface Script {
        void serve(FakeSocket socket) throws Exception;
    }

    private final ServerSocket server;
    private final BlockingQueue<Script> scripts = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Script always;

    /** The resume strings that clients came with, in their order. */
    final List<String> resumes = new CopyOnWriteArrayList<>();

    /** The tokens they came with. */
    final List<String> tokens = new CopyOnWriteArrayList<>();

    final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    FakeEdge(Script... inTurn) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        scripts.addAll(List.of(inTurn));
        Thread.ofVirtual().start(this::accept);
    }

    /** For all connections that have no script of their own. */
    FakeEdge always(Script script) {
        always = script;
        return this;
    }

    String url() {
        return "http://localhost:" + server.getLocalPort();
    }

    private void accept() {
        while (!closed.get()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                if (!closed.get()) {
                    failures.add(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            FakeSocket conversation = FakeSocket.read(socket);
            resumes.add(conversation.resume());
            tokens.add(conversation.token());
            Script script = always == null ? scripts.poll(30, TimeUnit.SECONDS) : always;
            if (script != null) {
                script.serve(conversation);
            }
        } catch (IOException e) {
            // The client left, as it may.
        } catch (Exception | AssertionError e) {
            failures.add(e);
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() {
        closed.set(true);
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
