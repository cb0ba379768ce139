package dev.tidings.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.token.Claim;
import dev.tidings.contract.token.TokenKind;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.TestSocket;
import dev.tidings.local.testing.TestIssuer;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client may say, and what it is answered. */
@QuarkusTest
class SessionTest extends EdgeTest {

    @Test
    void aPublicChannelIsOpenToWhoeverAsks() {
        try (TestSocket ann = connect()) {
            ann.send("{\"type\":\"subscribe\",\"channel\":\"public:news\",\"ref\":7}");
            JsonNode subscribed = ann.next("subscribed", "public:news");
            assertThat(subscribed.path("ref").asInt()).isEqualTo(7);
            long offset = log.publish(APP, "public:news", "hello").offset();
            assertThat(ann.next("event", "public:news").path("offset").asLong()).isEqualTo(offset);
            ann.send("{\"type\":\"unsubscribe\",\"channel\":\"public:news\",\"ref\":\"eight\"}");
            assertThat(ann.next("unsubscribed", "public:news").path("ref").asText())
                    .isEqualTo("eight");
            log.publish(APP, "public:news", "not for ann any more");
            long mine = log.publish(APP, channel, "mine").offset();
            assertThat(ann.next("event").path("offset").asLong()).isEqualTo(mine);
        }
    }

    @Test
    void aPrivateChannelIsOpenToWhoeverItsTokenNames() {
        try (TestSocket ann = connect("private:orders.*", "presence:doc.1")) {
            subscribe(ann, "private:orders.17");
            ann.next("subscribed", "private:orders.17");
            subscribe(ann, "presence:doc.1");
            ann.next("subscribed", "presence:doc.1");
            refusedChannel(ann, "private:order");
            refusedChannel(ann, "presence:doc.11");
            refusedChannel(ann, "user:another");
        }
    }

    @Test
    void whoSubscribesAgainWithAPositionIsReplayedWhatIsMissing() {
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            long first = log.publish(APP, channel, "1").offset();
            long second = log.publish(APP, channel, "2").offset();
            ann.eventsUntil(channel, second);
            ann.send("{\"type\":\"subscribe\",\"channel\":\"%s\",\"epoch\":\"%s\",\"offset\":%d}"
                    .formatted(channel, log.epoch(), first));
            assertThat(ann.next("subscribed", channel).path("recovered").asBoolean())
                    .isTrue();
            assertThat(ann.next("event", channel).path("offset").asLong()).isEqualTo(second);
            ann.next("live", channel);
            long third = log.publish(APP, channel, "3").offset();
            assertThat(ann.next("event", channel).path("offset").asLong()).isEqualTo(third);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no json                                                                  | bad-message
            {"type":"subscribe","channel":"public:a"} x                              | bad-message
            []                                                                       | bad-message
            "subscribe"                                                              | bad-message
            {}                                                                       | bad-message
            {"type":7}                                                               | bad-message
            {"type":"sing"}                                                          | bad-message
            {"type":"subscribe"}                                                     | bad-message
            {"type":"subscribe","channel":7}                                         | bad-message
            {"type":"subscribe","channel":"public:a","ref":{}}                       | bad-message
            {"type":"subscribe","channel":"public:a","ref":1.5}                      | bad-message
            {"type":"subscribe","channel":"public:a","grant":1}                      | bad-message
            {"type":"refresh","token":1}                                             | bad-message
            {"type":"subscribe","channel":"nobody"}                                  | bad-channel
            {"type":"subscribe","channel":"public:a/b"}                              | bad-channel
            {"type":"unsubscribe","channel":"private:"}                              | bad-channel
            {"type":"subscribe","channel":"public:a","offset":1}                     | bad-position
            {"type":"subscribe","channel":"public:a","epoch":"e","offset":"1"}       | bad-position
            {"type":"subscribe","channel":"public:a","epoch":"e","offset":1.5}       | bad-position
            {"type":"subscribe","channel":"public:a","epoch":"e","offset":-2}        | bad-position
            {"type":"subscribe","channel":"public:a","epoch":"e","offset":1e30}      | bad-position
            {"type":"subscribe","channel":"private:secret"}                          | channel-refused
            {"type":"unsubscribe","channel":"everyone"}                              | channel-refused
            {"type":"publish","channel":"private:a","event":"typing"}                | channel-refused
            {"type":"publish","channel":"everyone","event":"typing"}                 | channel-refused
            {"type":"publish","channel":"private:a","event":"Typing!"}               | bad-message
            {"type":"publish","channel":"private:a"}                                 | bad-message
            {"type":"publish","channel":"private","event":"typing"}                  | bad-channel
            {"type":"unsubscribe","channel":"public:never"}                          | not-subscribed
            {"type":"refresh","token":"x"}                                           | token-invalid
            """)
    void aBadRequestIsAnsweredAndTheConnectionStays(String message, String code) {
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            ann.send(message);
            assertThat(ann.next("error").path("code").asText()).isEqualTo(code);
            long offset = log.publish(APP, channel, "still here").offset();
            assertThat(ann.next("event").path("offset").asLong()).isEqualTo(offset);
        }
    }

    @Test
    void binaryIsNoMessage() {
        try (TestSocket ann = connect()) {
            ann.sendBinary();
            assertThat(ann.next("error").path("code").asText()).isEqualTo("bad-message");
        }
    }

    @Test
    void aMessageThatIsTooBigClosesTheConnection() {
        try (TestSocket ann = connect()) {
            ann.next("welcome");
            ann.send("{\"type\":\"" + "x".repeat(20_000) + "\"}");
            assertThat(ann.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void whoSendsTooMuchIsToldAndNotServed() {
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            for (int i = 0; i < 60; i++) {
                ann.send("{\"type\":\"pong\"}");
            }
            assertThat(ann.next("error").path("code").asText()).isEqualTo("rate-limited");
        }
    }

    @Test
    void whoSendsNothingButNonsenseIsClosed() {
        try (TestSocket ann = connect()) {
            ann.next("subscribed", "everyone");
            for (int i = 0; i < 21; i++) {
                ann.send("nonsense");
            }
            assertThat(ann.closeCode()).isEqualTo(4000);
        }
    }

    @Test
    void whatAClientPublishesIsAnEventOfTheChannel() {
        JwtClaims claims = TestIssuer.Signer.connectionClaims(APP, user, "private:room.*");
        claims.setStringListClaim(Claim.PUBLISH, List.of("private:room.1"));
        try (TestSocket ann = TestSocket.connect(stream(), signer.sign(TokenKind.CONNECTION, claims))) {
            subscribe(ann, "private:room.1");
            ann.next("subscribed", "private:room.1");
            ann.send(
                    "{\"type\":\"publish\",\"channel\":\"private:room.1\",\"event\":\"typing\",\"data\":{\"a\":1},\"ref\":5}");
            JsonNode event = ann.next("event", "private:room.1");
            assertThat(event.at("/event/type").asText()).isEqualTo("client.typing");
            assertThat(event.at("/event/source").asText()).isEqualTo("/users/" + user);
            assertThat(event.at("/event/data/a").asInt()).isEqualTo(1);
            ann.send("{\"type\":\"publish\",\"channel\":\"private:room.1\",\"event\":\"typing\",\"ref\":6}");
            JsonNode published = ann.next(message -> message.path("ref").asInt() == 6);
            assertThat(published.path("type").asText()).isEqualTo("published");
            assertThat(published.path("offset").asLong())
                    .isGreaterThan(event.path("offset").asLong());
            ann.send("{\"type\":\"publish\",\"channel\":\"private:room.2\",\"event\":\"typing\"}");
            assertThat(ann.next("error").path("code").asText()).isEqualTo("channel-refused");
        }
    }

    @Test
    void moreChannelsThanAreAllowed() {
        try (TestSocket ann = TestSocket.connect(stream(), token(), log.epoch() + channels(100))) {
            ann.next("subscribed", "public:c99");
            subscribe(ann, "public:one-more");
            assertThat(ann.next("error").path("code").asText()).isEqualTo("too-many-channels");
            subscribe(ann, "public:c5");
            ann.next("subscribed", "public:c5");
        }
    }

    @Test
    void silenceIsBrokenByAPing() {
        try (TestSocket ann = connect()) {
            ann.next("ping");
            ann.send("{\"type\":\"pong\"}");
            ann.next("ping");
        }
    }

    @Test
    void aConnectionEndsWithItsTime() {
        try (TestSocket ann = TestSocket.connect(stream(), expiringIn(3))) {
            assertThat(ann.next("expiring").path("expiresIn").asInt()).isBetween(0, 2);
            assertThat(ann.closeCode()).isEqualTo(4001);
        }
    }

    @Test
    void aRefreshGivesItMore() {
        try (TestSocket ann = TestSocket.connect(stream(), expiringIn(3))) {
            ann.next("expiring");
            ann.send("{\"type\":\"refresh\",\"token\":\"%s\",\"ref\":1}".formatted(token()));
            assertThat(ann.next("refreshed").path("expiresIn").asInt()).isBetween(3_590, 3_600);
        }
    }

    @Test
    void anExpiredTokenIsToldFromABadOne() {
        JwtClaims claims = TestIssuer.Signer.connectionClaims(APP, user);
        claims.setExpirationTimeMinutesInTheFuture(-1);
        try (TestSocket ann = connect()) {
            ann.send("{\"type\":\"refresh\",\"token\":\"%s\"}".formatted(signer.sign(TokenKind.CONNECTION, claims)));
            assertThat(ann.next("error").path("code").asText()).isEqualTo("token-expired");
        }
    }

    @Test
    void whatTheNewTokenDoesNotAllowIsUnsubscribed() {
        try (TestSocket ann = connect("private:orders.*")) {
            subscribe(ann, "private:orders.17");
            ann.next("subscribed", "private:orders.17");
            ann.send("{\"type\":\"refresh\",\"token\":\"%s\"}".formatted(token()));
            assertThat(ann.next("unsubscribed", "private:orders.17")
                            .path("code")
                            .asText())
                    .isEqualTo("channel-refused");
            ann.next("refreshed");
            log.publish(APP, "private:orders.17", "not for ann any more");
            long mine = log.publish(APP, channel, "mine").offset();
            assertThat(ann.next("event").path("offset").asLong()).isEqualTo(mine);
        }
    }

    @Test
    void aMemberThatIsNotKnownIsIgnored() {
        try (TestSocket ann = connect()) {
            // No good client sends it: the document of the stream doesn't allow it, and a socket of the tests would say
            // so.
            ann.sendUnchecked("{\"type\":\"subscribe\",\"channel\":\"public:a\",\"colour\":\"red\",\"ref\":1}");
            assertThat(ann.next("subscribed", "public:a").path("ref").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aRefreshIsForTheSameUser() {
        try (TestSocket ann = connect()) {
            ann.send("{\"type\":\"refresh\",\"token\":\"%s\"}".formatted(signer.connectionToken(APP, "another")));
            assertThat(ann.next("error").path("code").asText()).isEqualTo("token-invalid");
            ann.send("{\"type\":\"refresh\",\"token\":\"%s\"}".formatted(signer.connectionToken("other", user)));
            assertThat(ann.next("error").path("code").asText()).isEqualTo("token-invalid");
        }
    }

    private String expiringIn(int seconds) {
        JwtClaims claims = TestIssuer.Signer.connectionClaims(APP, user);
        claims.setClaim(
                Claim.CONNECTION_EXPIRY, Instant.now().plusSeconds(seconds).getEpochSecond());
        return signer.sign(TokenKind.CONNECTION, claims);
    }

    private static String channels(int count) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < count; i++) {
            names.append(";public:c").append(i);
        }
        return names.toString();
    }

    private static void refusedChannel(TestSocket ann, String channel) {
        subscribe(ann, channel);
        assertThat(ann.next("error").path("code").asText()).isEqualTo("channel-refused");
    }

    private static void subscribe(TestSocket ann, String channel) {
        ann.send("{\"type\":\"subscribe\",\"channel\":\"" + channel + "\"}");
    }
}
