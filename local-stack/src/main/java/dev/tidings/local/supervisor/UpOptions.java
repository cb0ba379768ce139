package dev.tidings.local.supervisor;

/**
 * What {@code tidings up} was asked for.
 *
 * @param fresh start without any earlier data
 */
public record UpOptions(int port, int edges, boolean fresh) {}
