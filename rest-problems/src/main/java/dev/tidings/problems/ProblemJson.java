package dev.tidings.problems;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.contract.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** A problem as text, the same within REST and outside of it, whatever a service makes of its own object mapper. */
@RegisterForReflection(targets = {Problem.class, Problem.FieldError.class})
final class ProblemJson {

    private static final ObjectWriter WRITER = JsonMapper.builder().build().writerFor(Problem.class);

    private ProblemJson() {}

    static String write(Problem problem) {
        try {
            return WRITER.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings is always JSON", e);
        }
    }
}
