package dev.tidings.local.frontdoor;

import java.util.List;

/** Whom the front door sends requests to. */
public interface Backends {

    /** Asked on the event loop, for every request: must not block. Loopback ports of the service's processes that can be used now. */
    List<Integer> readyPorts(Route.Service service);

    /** Must not block. What the playground shows: {@code tidings status --json}. */
    String statusJson();

    /** A connection token for a user of the demo app. Called on a worker: may take its time. Fails with what a person is told. */
    String connectionToken(String user);

    /** Ends an edge as SIGKILL does. Called on a worker, too, and fails in the same way. */
    void kill(String edge);

    /** Starts it again, and returns when it is ready. Called on a worker, too. */
    void start(String edge) throws InterruptedException;
}
