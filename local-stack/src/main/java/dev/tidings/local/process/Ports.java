package dev.tidings.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Ports of the loopback interface. */
public final class Ports {

    /**
     * Below those that systems give to outgoing connections (Linux from 32768 on): one of these would be taken by some
     * connection before whoever asked for it listens on it.
     */
    private static final int FIRST = 20_000;

    private static final int COUNT = 12_000;

    /** One after the other, from anywhere: so neither we nor who does the same beside us are given one twice. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private Ports() {}

    /** A port that nobody listens on at this moment. */
    public static int free() {
        return free(1);
    }

    /** The first of so many in a row that nobody listens on at this moment. */
    public static int free(int inARow) {
        for (int tries = 0; tries < COUNT; tries++) {
            int first = FIRST + Math.floorMod(NEXT.getAndAdd(inARow), COUNT);
            if (IntStream.range(first, first + inARow).allMatch(Ports::isFree)) {
                return first;
            }
        }
        throw new IllegalStateException("no port is free from " + FIRST + " on");
    }

    public static boolean isFree(int port) {
        // Where another process listens on all interfaces, some systems let us bind loopback beside it: so ask, too.
        if (accepts(port)) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    /** Whether somebody accepts connections on the port. */
    public static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
