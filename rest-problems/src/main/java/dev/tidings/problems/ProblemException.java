package dev.tidings.problems;

import dev.tidings.contract.problem.Problem;
import dev.tidings.contract.problem.Problem.FieldError;
import dev.tidings.contract.problem.ProblemCode;
import java.util.List;
import java.util.Map;

/**
 * A refusal: what a feature throws to answer with a problem. An outcome, not an accident, so it has no stack trace and is
 * not logged. Neither detail nor errors may repeat a secret.
 */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ProblemCode code;
    private final transient Problem problem;
    private final transient Map<String, String> headers;

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, List.of(), Map.of());
    }

    public ProblemException(ProblemCode code, String detail, List<FieldError> errors) {
        this(code, detail, errors, Map.of());
    }

    /** With headers for the answer, such as {@code Retry-After}. A 401 has its {@code WWW-Authenticate} anyway. */
    public ProblemException(ProblemCode code, String detail, List<FieldError> errors, Map<String, String> headers) {
        super(code.code() + ": " + detail, null, false, false);
        this.code = code;
        this.problem = Problem.of(code, detail, errors);
        this.headers = Map.copyOf(headers);
    }

    public ProblemCode code() {
        return code;
    }

    /** As it is written; also for the answers of a batch, which hold one for each refused item. */
    public Problem problem() {
        return problem;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
