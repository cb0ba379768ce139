package dev.tidings.problems.credentials;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** What a request brought to prove who it is. None of them shows its secret when it is printed. Immutable. */
public sealed interface Credentials {

    /** No {@code Authorization} header at all. */
    record Missing() implements Credentials {}

    /** A header, but none that can be read, or more than one. */
    record Unreadable() implements Credentials {}

    /** RFC 6750. */
    record Bearer(String token) implements Credentials {
        @Override
        public String toString() {
            return "Bearer[...]";
        }
    }

    /** RFC 7617, in UTF-8. Neither part has been compared with anything yet. */
    record Basic(String id, String secret) implements Credentials {
        @Override
        public String toString() {
            return "Basic[...]";
        }
    }

    int MAX_CHARS = 8 * 1024 + 16;

    /** Of all values of the {@code Authorization} header. */
    static Credentials of(List<String> headers) {
        if (headers.isEmpty()) {
            return new Missing();
        }
        String header = headers.getFirst();
        int blank = header.indexOf(' ');
        if (headers.size() > 1 || blank < 0 || header.length() > MAX_CHARS) {
            return new Unreadable();
        }
        String rest = header.substring(blank + 1);
        return switch (header.substring(0, blank).toLowerCase(Locale.ROOT)) {
            case "bearer" -> isToken(rest) ? new Bearer(rest) : new Unreadable();
            case "basic" -> basic(rest);
            default -> new Unreadable();
        };
    }

    /** RFC 6750's b64token. Asked for every call: a loop, no pattern. */
    private static boolean isToken(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return end > 0;
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~+/".indexOf(c) >= 0;
    }

    private static Credentials basic(String encoded) {
        if (encoded.length() % 4 != 0) {
            return new Unreadable(); // The decoder would do without the padding.
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(encoded);
            String pair = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            int colon = pair.indexOf(':');
            return colon < 1 || pair.chars().anyMatch(Character::isISOControl)
                    ? new Unreadable()
                    : new Basic(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return new Unreadable();
        }
    }
}
