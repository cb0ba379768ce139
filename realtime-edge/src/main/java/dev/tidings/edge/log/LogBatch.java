package dev.tidings.edge.log;

import java.util.List;

/**
 * What one poll brought, in the log's order. Immutable by agreement: every event loop reads the same one.
 *
 * @param heads by partition, the last offset read: holes and skipped records included
 * @param since when its oldest record was written, in milliseconds; the largest number where it has none
 */
@SuppressWarnings("ArrayRecordComponent") // Shared on purpose, and never compared.
public record LogBatch(List<LogEntry> entries, long[] heads, long since) {}
