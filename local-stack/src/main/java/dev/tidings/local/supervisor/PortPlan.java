package dev.tidings.local.supervisor;

import dev.tidings.local.process.Ports;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Who listens where. Chosen once for a stack's life, so that a process that is started again is found again. */
record PortPlan(
        int front, int auth, int notification, int kafka, int kafkaController, int postgres, List<Integer> edges) {

    private static final int AUTH = 1;
    private static final int NOTIFICATION = 2;
    private static final int FIRST_EDGE = 10;
    private static final int KAFKA = 20;
    private static final int KAFKA_CONTROLLER = 21;
    private static final int POSTGRES = 30;

    /** Ports beside the front door's where these are free, others where not. */
    static PortPlan beside(int front, int edgeCount) {
        Chooser chooser = new Chooser(front);
        return new PortPlan(
                front,
                chooser.prefer(AUTH),
                chooser.prefer(NOTIFICATION),
                chooser.prefer(KAFKA),
                chooser.prefer(KAFKA_CONTROLLER),
                chooser.prefer(POSTGRES),
                IntStream.range(0, edgeCount)
                        .map(index -> chooser.prefer(FIRST_EDGE + index))
                        .boxed()
                        .toList());
    }

    private static final class Chooser {

        private static final int LAST_PORT = 65_535;

        private final int front;
        private final Set<Integer> taken = new HashSet<>();

        Chooser(int front) {
            this.front = front;
            taken.add(front);
        }

        int prefer(int offset) {
            int port = front + offset;
            while (port > LAST_PORT || taken.contains(port) || !Ports.isFree(port)) {
                port = Ports.free();
            }
            taken.add(port);
            return port;
        }
    }
}
