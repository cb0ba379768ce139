package dev.tidings.e2e.drill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between two parts on loopback and passes on what they say: at once, slowly, or - as where a cable is cut - not at all,
 * with nobody told. A thread for each direction of each connection; the bytes it holds are one buffer's.
 */
final class Relay implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;

    /** How it passes on. */
    private sealed interface Way {

        record AtOnce() implements Way {}

        /** Each piece so much later, and no faster than that. */
        record Slowly(Duration delay, int bytesPerSecond) implements Way {}

        record NotAtAll() implements Way {}
    }

    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    // Guarded by this.
    private Way way = new Way.AtOnce();

    Relay(int port, int target) throws IOException {
        this.door = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        this.target = target;
        Thread.startVirtualThread(this::accept);
    }

    void cut() {
        pass(new Way.NotAtAll());
    }

    void slow(Duration delay, int bytesPerSecond) {
        pass(new Way.Slowly(delay, bytesPerSecond));
    }

    void mend() {
        pass(new Way.AtOnce());
    }

    private synchronized void pass(Way next) {
        way = next;
        notifyAll();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket near = door.accept();
                open.add(near);
                Thread.startVirtualThread(() -> join(near));
            } catch (IOException _) {
                // Closed, or a connection that was gone before it was taken.
            }
        }
    }

    private void join(Socket near) {
        Socket far = new Socket();
        open.add(far);
        try {
            await(0);
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            Thread back = Thread.startVirtualThread(() -> pump(far, near));
            pump(near, far);
            back.join();
        } catch (IOException _) {
            // Nobody is there: the other side is told by the end.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            end(near);
            end(far);
        }
    }

    /** One direction. An end is passed on as everything else is: not while the cable is cut. */
    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                await(read);
                out.write(buffer, 0, read);
            }
            await(0);
            to.shutdownOutput();
        } catch (IOException _) {
            awaitQuietly();
            end(from);
            end(to);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitQuietly() {
        try {
            await(0);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(int bytes) throws InterruptedException {
        Duration delay;
        synchronized (this) {
            while (way instanceof Way.NotAtAll) {
                wait();
            }
            delay = way instanceof Way.Slowly(Duration each, int perSecond)
                    ? each.plusNanos(bytes * 1_000_000_000L / perSecond)
                    : Duration.ZERO;
        }
        if (delay.isPositive()) {
            Thread.sleep(delay);
        }
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException _) {
            // It is gone either way.
        }
    }

    @Override
    public void close() {
        mend();
        try {
            door.close();
        } catch (IOException _) {
            // Nobody comes in any more either way.
        }
        Set.copyOf(open).forEach(this::end);
    }
}
