package dev.tidings.problems;

import dev.tidings.contract.problem.ProblemCode;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Something that went wrong on our side: the log has all of it, the client an id that the log line has too. */
final class Incident {

    private static final Logger LOG = Logger.getLogger(Incident.class);

    private Incident() {}

    /** Logs it. The path comes still encoded, so it can't forge a log line, and without its query, which may hold a token. */
    static ProblemException log(String method, String path, Throwable cause) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        LOG.errorf(cause, "Internal error %s at %s %s", id, method, path);
        return new ProblemException(ProblemCode.INTERNAL, "The log has more about error " + id + ".");
    }
}
