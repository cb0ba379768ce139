package dev.tidings.notifications.feed;

import dev.tidings.contract.problem.Problem.FieldError;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.problems.ProblemException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what is asked of a feed from the query of a call; throws all of its faults at once. */
final class QueryReader {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final int MAX_CATEGORY = 100;

    private final MultivaluedMap<String, String> query;
    private final List<FieldError> errors = new ArrayList<>();

    private QueryReader(MultivaluedMap<String, String> query) {
        this.query = query;
    }

    static FeedQuery read(MultivaluedMap<String, String> query) {
        return new QueryReader(query).read();
    }

    private FeedQuery read() {
        Optional<Integer> limit = read("limit", QueryReader::limit, "must be a number from 1 to " + MAX_LIMIT);
        Optional<Cursor> before = read("before", Cursor::parse, "must be the page.before of an answer");
        Optional<Status> status = read(
                "status",
                text -> Optional.ofNullable(Status.BY_WORD.get(text)),
                "must be one of all, archived, unread");
        Optional<String> category = read("category", QueryReader::category, "must be a category");
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemCode.VALIDATION, "The query is not valid.", errors);
        }
        return new FeedQuery(limit.orElse(DEFAULT_LIMIT), before, status.orElse(Status.ALL), category);
    }

    private <T> Optional<T> read(String name, Function<String, Optional<T>> parse, String message) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> value = values.size() > 1 ? Optional.empty() : parse.apply(values.getFirst());
        if (value.isEmpty()) {
            errors.add(new FieldError(name, message));
        }
        return value;
    }

    private static Optional<Integer> limit(String text) {
        return text.matches("[0-9]{1,3}")
                ? Optional.of(Integer.parseInt(text)).filter(limit -> limit >= 1 && limit <= MAX_LIMIT)
                : Optional.empty();
    }

    private static Optional<String> category(String text) {
        return Optional.of(text)
                .filter(name -> !name.isEmpty()
                        && name.codePointCount(0, name.length()) <= MAX_CATEGORY
                        && name.indexOf('\0') < 0);
    }
}
