package dev.tidings.e2e.drill;

import dev.tidings.local.process.Ports;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for a system whose parts listen where they do by default: so much above the front door's. */
final class FreePorts {

    /** What a stack takes above its front door's port, and what a drill puts between its parts. */
    private static final int SPAN = 64;

    /** Below those that systems give to whoever calls somebody. */
    private static final int FIRST = 10_000;

    private static final int LAST = 30_000;

    private FreePorts() {}

    static int front() {
        int front;
        do {
            front = ThreadLocalRandom.current().nextInt(FIRST, LAST - SPAN);
        } while (!areFree(front));
        return front;
    }

    private static boolean areFree(int front) {
        for (int port = front; port < front + SPAN; port++) {
            if (!Ports.isFree(port)) {
                return false;
            }
        }
        return true;
    }
}
