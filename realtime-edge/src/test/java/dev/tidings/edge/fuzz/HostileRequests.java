package dev.tidings.edge.fuzz;

import java.util.List;
import java.util.Random;

/** Requests for the stream in every way, with something in them that is not as it should be. */
final class HostileRequests {

    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "CONNECT", "get", "TRACE", "\u00ff");
    private static final List<String> PATHS = List.of(
            "/v1/stream",
            "/v1/stream",
            "/v1/stream",
            "/v1/stream",
            "/v1/stream/",
            "//v1/stream",
            "/v1/%73tream",
            "/v1/stream/..",
            "/v1/stream%00",
            "/v1/stream;a=b",
            "/v1/%zz",
            "/v1/stream\u00ff",
            "*",
            "http://elsewhere/v1/stream");
    private static final List<String> ACCEPTS = List.of(
            "text/event-stream",
            "application/json",
            "text/event-stream",
            "application/json",
            "*/*",
            "text/event-stream;q=0",
            "application/json, text/event-stream",
            ";;;,,,",
            "x".repeat(5_000));
    private static final List<String> RESUMES = List.of(
            "",
            ";",
            "%",
            "%zz",
            "%00",
            "%ff%fe",
            "EPOCH",
            "EPOCH;everyone~-1",
            "EPOCH;everyone~0",
            "EPOCH;everyone~9223372036854775807",
            "EPOCH;everyone~9223372036854775808",
            "EPOCH;everyone~-9223372036854775808",
            "EPOCH;everyone~1;everyone~2",
            "EPOCH;public:a~0;public:b;public:c~99",
            "EPOCH;user:somebody~1",
            "EPOCH;private:secret~1",
            "another;everyone~5",
            "%F0%9F%98%80;everyone",
            "EPOCH;public:%C3%A9~1",
            "EPOCH" + ";public:a".repeat(200),
            "~~~;;;~");
    private static final List<String> WAITS = List.of("0", "1", "-1", "61", "1e9", "%", "a", "");
    private static final List<String> TOKENS = List.of(
            "",
            "x",
            "..",
            "a.b.c",
            "%F0",
            "e30.e30.e30",
            "\u00ff\u00fe",
            "\t",
            "TOKEN.",
            ".TOKEN",
            "TOKENTOKEN",
            "x".repeat(9_000));
    private static final List<String> HEADERS = List.of(
            "Origin: null",
            "Origin: http://localhost:3000",
            "Origin: http://[::1",
            "Access-Control-Request-Method: GET",
            "Content-Length: 5",
            "Content-Length: -1",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: identity, chunked",
            "Expect: 100-continue",
            "Upgrade: websocket",
            "Upgrade: h2c",
            "Connection: Upgrade, HTTP2-Settings",
            "Connection: close",
            "Sec-WebSocket-Key: x",
            "Sec-WebSocket-Version: 8",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
            "Sec-WebSocket-Protocol: , ,bearer.,tidings.v1",
            "Sec-WebSocket-Protocol: tidings.v1, bearer.TOKEN",
            "X-Forwarded-For: ::::",
            "Forwarded: for=\"",
            "Host: \u00ff",
            ": nothing",
            "No colon",
            "Folded: a\r\n b");

    private static final String HANDSHAKE = String.join(
            "\r\n",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "");

    private final Random random;
    private final String epoch;

    HostileRequests(Random random, String epoch) {
        this.random = random;
        this.epoch = epoch;
    }

    /** A request, to be sent byte by byte as it stands; the good token may be in it, whole or not. */
    String next(String goodToken) {
        String token = random.nextInt(3) > 0 ? "TOKEN" : any(TOKENS);
        StringBuilder request =
                new StringBuilder(any(METHODS)).append(' ').append(any(PATHS)).append('?');
        if (random.nextInt(4) == 0) {
            request.append("token=").append(token).append('&');
        }
        if (random.nextBoolean()) {
            request.append("resume=").append(any(RESUMES)).append('&');
        }
        request.append("wait=").append(any(WAITS)).append(random.nextInt(20) == 0 ? " HTTP/9.9\r\n" : " HTTP/1.1\r\n");
        if (random.nextInt(6) > 0) {
            request.append("Host: localhost\r\n");
        }
        if (random.nextInt(4) > 0) {
            request.append("Authorization: ")
                    .append(random.nextInt(6) == 0 ? "Basic " : "Bearer ")
                    .append(token)
                    .append("\r\n");
        }
        if (random.nextInt(3) == 0) {
            request.append(HANDSHAKE);
        }
        if (random.nextInt(4) > 0) {
            request.append("Accept: ").append(any(ACCEPTS)).append("\r\n");
        }
        if (random.nextInt(3) == 0) {
            request.append("Last-Event-ID: ").append(any(RESUMES)).append("\r\n");
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            request.append(any(HEADERS)).append("\r\n");
        }
        request.append("\r\n").append(random.nextInt(8) == 0 ? "a body" : "");
        return request.toString().replace("TOKEN", goodToken).replace("EPOCH", epoch);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
