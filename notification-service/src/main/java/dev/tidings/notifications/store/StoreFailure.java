package dev.tidings.notifications.store;

import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.problems.ProblemException;
import java.util.List;
import java.util.Map;

/** The database did not do what it was asked. Whether it did some of it is not known. */
public sealed class StoreFailure extends RuntimeException permits StoreBusy {

    private static final long serialVersionUID = 1;

    StoreFailure(Throwable cause) {
        super(cause.toString(), cause, false, false);
    }

    /** As it is told to whoever can't do without the database. */
    public static ProblemException refusal(String detail) {
        return new ProblemException(ProblemCode.STORE_UNAVAILABLE, detail, List.of(), Map.of("Retry-After", "2"));
    }
}
