package dev.tidings.e2e.load;

import dev.tidings.e2e.Eventually;
import java.util.function.Function;

/** A user's connection token, which is asked for again where it is refused. Safe for use by several threads. */
final class Token {

    private static final int UNAUTHORIZED = 401;

    private final Api api;
    private final String user;

    private volatile String text = "";

    /** One that is good now. */
    Token(Api api, String user) {
        this.api = api;
        this.user = user;
        Eventually.holds("a token for " + user, () -> {
            renew();
            return !text.isEmpty();
        });
    }

    String text() {
        return text;
    }

    /** Does nothing where there is none to be had. */
    void renew() {
        api.connectionToken(user).ifPresent(token -> text = token);
    }

    Api.Answer call(Function<String, Api.Answer> call) {
        Api.Answer answer = call.apply(text);
        if (answer.status() != UNAUTHORIZED) {
            return answer;
        }
        renew();
        return call.apply(text);
    }
}
