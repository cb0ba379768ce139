package dev.tidings.local.frontdoor;

import java.util.List;

/** Whom the front door sends requests to. Asked on the event loop, for every request: must not block. */
public interface Backends {

    /** Loopback ports of the service's processes that can be used now. */
    List<Integer> readyPorts(Route.Service service);

    /** What the playground shows: {@code tidings status --json}. */
    String statusJson();
}
