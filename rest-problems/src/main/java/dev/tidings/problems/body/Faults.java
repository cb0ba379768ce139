package dev.tidings.problems.body;

import dev.tidings.contract.problem.Problem.FieldError;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.problems.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** All that is wrong with one body. Not safe for use by several threads. */
final class Faults {

    /** What an answer names; a body with more faults than that is not one somebody mends fault by fault. */
    private static final int MAX_NAMED = 100;

    private final List<FieldError> errors = new ArrayList<>();
    private int count;
    private boolean onlyChannels = true;

    void add(String path, String message, boolean isChannel) {
        count++;
        onlyChannels &= isChannel;
        if (count <= MAX_NAMED) {
            errors.add(new FieldError(path, message));
        }
    }

    void refuseIfAny() {
        if (count > 0) {
            ProblemCode code = onlyChannels ? ProblemCode.BAD_CHANNEL : ProblemCode.VALIDATION;
            String detail = count == 1 ? "1 field is not valid." : count + " fields are not valid.";
            throw new ProblemException(code, detail, errors);
        }
    }
}
