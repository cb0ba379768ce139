package dev.tidings.contract.token;

import java.util.Arrays;
import java.util.Optional;

/** What a product team's backend may do. */
public enum Scope {
    NOTIFICATIONS_WRITE("notifications:write"),
    EVENTS_WRITE("events:write"),
    TOKENS_ISSUE("tokens:issue"),
    USERS_ADMIN("users:admin");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static Optional<Scope> parse(String text) {
        return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
    }
}
