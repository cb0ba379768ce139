package dev.tidings.client.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads JSON as RFC 8259 has it, and nothing beyond. What is named twice is there once, as it was named last: a product's
 * own data may be so, and must not stop a stream. For one text, by one thread.
 */
final class JsonReader {

    /** A record of the log has at most 64 levels, a frame some around them. */
    static final int MAX_DEPTH = 128;

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    static Json read(String text) {
        JsonReader reader = new JsonReader(text);
        reader.skipBlanks();
        Json value = reader.value();
        reader.skipBlanks();
        if (reader.at < text.length()) {
            throw reader.malformed("something after the end");
        }
        return value;
    }

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    private Json value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Truth(true));
            case 'f' -> word("false", new Json.Truth(false));
            case 'n' -> word("null", Json.Null.VALUE);
            default -> number();
        };
    }

    private Json object() {
        enter();
        Map<String, Json> members = new LinkedHashMap<>();
        if (!isEnd('}')) {
            do {
                skipBlanks();
                if (peek() != '"') {
                    throw malformed("no name");
                }
                String name = string();
                skipBlanks();
                expect(':');
                skipBlanks();
                members.put(name, value());
            } while (isNext('}'));
        }
        depth--;
        return new Json.Members(members);
    }

    private Json array() {
        enter();
        List<Json> items = new ArrayList<>();
        if (!isEnd(']')) {
            do {
                skipBlanks();
                items.add(value());
            } while (isNext(']'));
        }
        depth--;
        return new Json.Items(items);
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw malformed("too deep");
        }
        at++;
    }

    /** Whether it ends before it began. */
    private boolean isEnd(char end) {
        skipBlanks();
        if (peek() == end) {
            at++;
            return true;
        }
        return false;
    }

    /** Whether another one follows. */
    private boolean isNext(char end) {
        skipBlanks();
        if (peek() == ',') {
            at++;
            return true;
        }
        expect(end);
        return false;
    }

    private String string() {
        at++;
        int begin = at;
        while (peek() != '"' && peek() != '\\') {
            plain();
        }
        if (peek() == '"') {
            return text.substring(begin, at++);
        }
        StringBuilder unescaped = new StringBuilder(text.substring(begin, at));
        while (peek() != '"') {
            if (peek() == '\\') {
                at++;
                unescaped.append(escaped());
            } else {
                unescaped.append(plain());
            }
        }
        at++;
        return unescaped.toString();
    }

    private char plain() {
        char character = peek();
        if (character < ' ') {
            throw malformed("a control character");
        }
        at++;
        return character;
    }

    private char escaped() {
        char escape = peek();
        at++;
        return switch (escape) {
            case '"', '\\', '/' -> escape;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> throw malformed("an unknown escape");
        };
    }

    private char hexadecimal() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char character = peek();
            // Not the digits of other scripts.
            int digit = character < 128 ? Character.digit(character, 16) : -1;
            if (digit < 0) {
                throw malformed("no hexadecimal digit");
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    private Json number() {
        int begin = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String written = text.substring(begin, at);
        if (!isNumber(written)) {
            at = begin;
            throw malformed("no value");
        }
        return new Json.Numeral(written);
    }

    private Json word(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw malformed("no value");
        }
        at += word.length();
        return value;
    }

    private char peek() {
        if (at >= text.length()) {
            throw malformed("an early end");
        }
        return text.charAt(at);
    }

    private void expect(char character) {
        if (peek() != character) {
            throw malformed("no '" + character + "'");
        }
        at++;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private MalformedJsonException malformed(String what) {
        return new MalformedJsonException(what, at);
    }
}
