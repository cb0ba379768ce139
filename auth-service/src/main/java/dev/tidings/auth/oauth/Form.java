package dev.tidings.auth.oauth;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A form as RFC 6749 wants it: no parameter twice, and one without a value counts as left out. */
final class Form {

    private static final int MAX_PARAMETERS = 32;

    private final Map<String, String> parameters = new HashMap<>();

    private Form() {}

    static Form read(InputStream in) {
        String text;
        try {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable();
        }
        Form form = new Form();
        if (!text.isEmpty()) {
            for (String pair : text.split("&", MAX_PARAMETERS + 1)) {
                form.add(pair);
            }
        }
        return form;
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    boolean has(String name) {
        return parameters.containsKey(name);
    }

    private void add(String pair) {
        int equals = pair.indexOf('=');
        if (equals < 0 || parameters.size() == MAX_PARAMETERS) {
            throw unreadable();
        }
        if (parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1))) != null) {
            throw new OAuthException(OAuthError.INVALID_REQUEST, "A parameter is there twice.");
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private static OAuthException unreadable() {
        return new OAuthException(OAuthError.INVALID_REQUEST, "The form can't be read.");
    }
}
