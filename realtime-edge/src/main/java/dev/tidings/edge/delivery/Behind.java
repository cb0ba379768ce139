package dev.tidings.edge.delivery;

/**
 * How many of a loop's subscriptions don't have everything, and how far the one is that lacks most. Immutable.
 *
 * @param behind what they lack is in memory, and their sockets don't take it
 * @param catchingUp what they lack is being read from the log
 * @param furthest offsets between a position and its partition's head
 */
record Behind(int behind, int catchingUp, long furthest) {

    static final Behind NOBODY = new Behind(0, 0, 0);

    Behind with(Behind other) {
        return new Behind(behind + other.behind, catchingUp + other.catchingUp, Math.max(furthest, other.furthest));
    }
}
