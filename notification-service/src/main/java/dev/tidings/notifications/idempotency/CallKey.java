package dev.tidings.notifications.idempotency;

import dev.tidings.contract.problem.Problem.FieldError;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.problems.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** An app's name for one of its calls: the {@code Idempotency-Key}. Two apps' equal keys have nothing in common. */
public record CallKey(String app, String text) {

    public static final String HEADER = "Idempotency-Key";

    private static final Pattern TEXT = Pattern.compile("[\\x21-\\x7E]{1,255}");

    /** Of all values of the header; empty without one. Throws {@code validation} for what is no key. */
    public static Optional<CallKey> of(String app, List<String> headers) {
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        if (headers.size() > 1 || !TEXT.matcher(headers.getFirst()).matches()) {
            FieldError error = new FieldError(HEADER, "must be given once, as 1 to 255 visible ASCII characters");
            throw new ProblemException(ProblemCode.VALIDATION, "1 field is not valid.", List.of(error));
        }
        return Optional.of(new CallKey(app, headers.getFirst()));
    }
}
