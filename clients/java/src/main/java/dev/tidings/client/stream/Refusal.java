package dev.tidings.client.stream;

import dev.tidings.client.internal.Threads;
import dev.tidings.client.problem.ProblemException;
import dev.tidings.client.transport.HandshakeRefusedException;
import java.time.Duration;

/** What a failure to connect means for the next attempt. */
sealed interface Refusal {

    /** Another attempt may mend it, not before so long. */
    record Passing(String why, Duration retryAfter) implements Refusal {}

    /** No other attempt would. */
    record Lasting(ProblemException problem) implements Refusal {}

    /** Of what failed while a connection was made, be it by the token's supplier or by the server. */
    static Refusal of(Throwable failure) {
        Throwable cause = Threads.causeOf(failure);
        if (cause instanceof HandshakeRefusedException refused) {
            ProblemException problem = ProblemException.of(Connector.PATH, refused.response());
            // A token that was refused is replaced at the next attempt, whatever was wrong with it.
            boolean lasting = problem.status() == 400 || problem.status() == 403;
            return lasting ? new Lasting(problem) : passing(problem);
        }
        if (cause instanceof ProblemException problem) {
            return switch (problem.status()) {
                case 400, 401, 403, 404 -> new Lasting(problem);
                default -> passing(problem);
            };
        }
        return new Passing(String.valueOf(cause.getMessage() == null ? cause : cause.getMessage()), Duration.ZERO);
    }

    private static Passing passing(ProblemException problem) {
        return new Passing(problem.getMessage(), problem.retryAfter().orElse(Duration.ZERO));
    }
}
