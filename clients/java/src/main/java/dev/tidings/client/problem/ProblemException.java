package dev.tidings.client.problem;

import dev.tidings.client.json.Json;
import dev.tidings.client.json.MalformedJsonException;
import dev.tidings.client.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The server refused, and said why: an RFC 9457 problem, or OAuth's error of the token endpoint. */
public final class ProblemException extends TidingsException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final transient List<FieldError> errors;
    private final Duration retryAfter;

    private ProblemException(
            String message, int status, String code, List<FieldError> errors, Optional<Duration> retryAfter) {
        super(message);
        this.status = status;
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter.orElse(null);
    }

    /** What was answered to a request for that path. */
    public static ProblemException of(String path, Transport.Response answer) {
        Json problem = json(answer.body());
        // The token endpoint answers as RFC 6749 says.
        String code = problem.get("code").text(problem.get("error").text(""));
        return new ProblemException(
                line(path + " answers " + answer.status(), code, problem),
                answer.status(),
                code,
                errors(problem),
                answer.header("retry-after").flatMap(RetryAfter::parse));
    }

    /** One item of a batch. */
    public static ProblemException ofItem(String path, int status, Json problem) {
        String code = problem.get("code").text("");
        String line = line(path + " answers " + status + " for an item", code, problem);
        return new ProblemException(line, status, code, errors(problem), Optional.empty());
    }

    /** An error on a stream, in answer to what was asked for there. */
    public static ProblemException ofMessage(String request, Json error) {
        String code = error.get("code").text("");
        String line =
                request + " was refused: " + code + ": " + error.get("message").text("");
        return new ProblemException(line, 0, code, List.of(), Optional.empty());
    }

    /** The HTTP status; 0 where it was refused on a stream. */
    public int status() {
        return status;
    }

    /** What a program goes by: {@code validation}, {@code rate-limited}; empty where the answer had none. */
    public String code() {
        return code;
    }

    /** All faults of the body at once; none where the refusal is of another kind. */
    public List<FieldError> errors() {
        return errors == null ? List.of() : errors;
    }

    /** How long the server wants not to be asked again. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    private static Json json(String body) {
        try {
            return Json.parse(body);
        } catch (MalformedJsonException e) {
            // The status says it.
            return Json.Null.VALUE;
        }
    }

    private static List<FieldError> errors(Json problem) {
        return problem.get("errors").list().stream()
                .map(error -> new FieldError(
                        error.get("field").text(""), error.get("message").text("")))
                .toList();
    }

    private static String line(String begin, String code, Json problem) {
        StringBuilder line = new StringBuilder(begin);
        if (!code.isEmpty()) {
            line.append(' ').append(code);
        }
        problem.get("title").text().ifPresent(title -> line.append(": ").append(title));
        for (FieldError error : errors(problem)) {
            line.append("; ").append(error.field()).append(": ").append(error.message());
        }
        return line.toString();
    }
}
