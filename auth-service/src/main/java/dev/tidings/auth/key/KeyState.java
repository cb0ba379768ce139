package dev.tidings.auth.key;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A key's age. All are published: the next one before it signs, the retired one until its last token has expired. */
enum KeyState {
    NEXT,
    SIGNING,
    RETIRED;

    /** The private member of our keys file; not of RFC 7517. */
    static final String MEMBER = "state";

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<KeyState> parse(String text) {
        return Arrays.stream(values())
                .filter(state -> state.text().equals(text))
                .findFirst();
    }
}
