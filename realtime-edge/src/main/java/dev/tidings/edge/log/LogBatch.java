package dev.tidings.edge.log;

import java.util.List;

/**
 * What one poll brought, in the log's order. Immutable by agreement: every event loop reads the same one.
 *
 * @param heads by partition, the last offset read: holes and skipped records included
 */
@SuppressWarnings("ArrayRecordComponent") // Shared on purpose, and never compared.
public record LogBatch(List<LogEntry> entries, long[] heads) {}
