package dev.tidings.client.backend;

import java.util.Optional;
import java.util.UUID;

/**
 * Names one call, so that making it again does nothing twice: within 24 hours the same key and body get the first answer
 * again. Every call has one by default.
 *
 * @param value what is sent, 1 to 255 visible ASCII characters; empty for a call without
 */
public record IdempotencyKey(Optional<String> value) {

    private static final int LONGEST = 255;

    /** Refuses what the server would refuse. */
    public IdempotencyKey {
        value.ifPresent(text -> {
            boolean visible = text.chars().allMatch(character -> character > ' ' && character < 127);
            if (text.isEmpty() || text.length() > LONGEST || !visible) {
                throw new IllegalArgumentException("an idempotency key is 1 to 255 visible ASCII characters");
            }
        });
    }

    /** One that nobody else has: the client's own attempts never double the call. */
    public static IdempotencyKey random() {
        return of(UUID.randomUUID().toString());
    }

    /** One of the product's own, such as an order's number: the call isn't doubled by a restart of the product either. */
    public static IdempotencyKey of(String value) {
        return new IdempotencyKey(Optional.of(value));
    }

    /**
     * None: publishing goes on also while the server's database is down, and is a little cheaper. The client then repeats the
     * call only where it is certain that nothing was published.
     */
    public static IdempotencyKey none() {
        return new IdempotencyKey(Optional.empty());
    }
}
