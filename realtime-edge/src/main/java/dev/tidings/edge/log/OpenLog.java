package dev.tidings.edge.log;

/** The log as those who deliver see it: the topic, the tail in memory, and the way to what is older. Immutable. */
public record OpenLog(LogTopic topic, Tail tail, CatchUp catchUp) {}
