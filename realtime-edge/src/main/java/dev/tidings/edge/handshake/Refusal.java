package dev.tidings.edge.handshake;

import dev.tidings.contract.problem.ProblemCode;
import java.util.concurrent.ThreadLocalRandom;

/** A request that does not pass: which code, and a word to the developer. Thrown within the handshake only. */
@SuppressWarnings("serial") // It never leaves the event loop.
final class Refusal extends RuntimeException {

    private static final int RETRY_SPREAD_SECONDS = 10;

    private final ProblemCode code;

    Refusal(ProblemCode code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    ProblemCode code() {
        return code;
    }

    /** Spread out, so that those who were refused together don't come back together. */
    static int retryAfterSeconds() {
        return 1 + ThreadLocalRandom.current().nextInt(RETRY_SPREAD_SECONDS);
    }
}
