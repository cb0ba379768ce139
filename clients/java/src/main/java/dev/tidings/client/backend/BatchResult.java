package dev.tidings.client.backend;

import dev.tidings.client.json.Json;
import dev.tidings.client.problem.ProblemException;

/** What became of one notification of a batch. */
public sealed interface BatchResult {

    /** The log has it. */
    record Published(Receipt receipt) implements BatchResult {}

    /** It was not published, and why. */
    record Refused(ProblemException problem) implements BatchResult {}

    /** Reads one of the answer's results. */
    static BatchResult read(String path, Json result) {
        int status = (int) result.get("status").integer().orElse(0);
        return status / 100 == 2
                ? new Published(Receipt.read(result))
                : new Refused(ProblemException.ofItem(path, status, result.get("problem")));
    }
}
