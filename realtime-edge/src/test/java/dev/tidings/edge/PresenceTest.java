package dev.tidings.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.position.Epoch;
import dev.tidings.contract.token.Claim;
import dev.tidings.contract.token.TokenKind;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.EventStream;
import dev.tidings.edge.support.OtherEdge;
import dev.tidings.edge.support.TestSocket;
import dev.tidings.local.testing.TestBackends;
import dev.tidings.local.testing.TestIssuer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is on a channel is told to whoever is there: all of it once, and from then on what changes. */
@QuarkusTest
class PresenceTest extends EdgeTest {

    private final String doc = "presence:doc." + user;
    private OtherEdge elsewhere;
    private Epoch epoch;

    @BeforeEach
    void startAnotherEdge() {
        epoch = log.epoch();
        elsewhere = new OtherEdge(TestBackends.kafka().bootstrapServers());
    }

    @AfterEach
    void stopIt() {
        elsewhere.close();
    }

    @Test
    void whoSubscribesIsToldWhoIsThereOneselfIncluded() {
        try (TestSocket ann = enter("ann")) {
            JsonNode state = ann.next("presence", doc);
            assertThat(state.path("op").asText()).isEqualTo("state");
            assertThat(users(state)).containsExactly("ann");
            assertThat(state.at("/members/0/info/name").asText()).isEqualTo("Ms ann");
        }
    }

    @Test
    void whoIsThereIsToldWhoComesAndGoes() {
        try (TestSocket ann = enter("ann")) {
            ann.next("presence", doc);
            try (TestSocket bob = enter("bob")) {
                assertThat(users(bob.next("presence", doc))).containsExactly("ann", "bob");
                assertChange(ann, "join", "bob");
            }
            assertChange(ann, "leave", "bob");
        }
    }

    @Test
    void aUserWithSeveralConnectionsJoinsAndLeavesOnce() {
        try (TestSocket ann = enter("ann")) {
            ann.next("presence", doc);
            TestSocket phone = enter("bob");
            assertChange(ann, "join", "bob");
            try (TestSocket laptop = enter("bob")) {
                assertThat(users(laptop.next("presence", doc))).containsExactly("ann", "bob");
                elsewhere.enters(APP, doc, "bob");
                phone.close();
                enterAndLeave(ann, "carol");
            }
            enterAndLeave(ann, "carol");
            elsewhere.leaves(APP, doc, "bob");
            assertChange(ann, "leave", "bob");
        }
    }

    @Test
    void membersOfOtherEdgesAreSeenAsOnesOwn() {
        elsewhere.enters(APP, doc, "dan");
        try (TestSocket ann = enter("ann")) {
            awaitMember(ann, "dan");
            elsewhere.enters(APP, doc, "eve");
            assertChange(ann, "join", "eve");
            elsewhere.leaves(APP, doc, "dan");
            assertChange(ann, "leave", "dan");
        }
    }

    @Test
    void theMembersOfAnEdgeThatFallsSilentAreGoneAndComeBackWithIt() {
        try (TestSocket ann = enter("ann")) {
            ann.next("presence", doc);
            elsewhere.enters(APP, doc, "dan");
            elsewhere.enters(APP, doc, "eve");
            awaitMember(ann, "eve");
            elsewhere.fallSilent();
            JsonNode left = ann.next("presence", doc);
            assertThat(left.path("op").asText()).isEqualTo("leave");
            assertThat(users(left)).containsExactly("dan", "eve");
            elsewhere.goOn();
            JsonNode joined = ann.next("presence", doc);
            assertThat(joined.path("op").asText()).isEqualTo("join");
            assertThat(users(joined)).containsExactly("dan", "eve");
        }
    }

    @Test
    void whoMovesFromAnEdgeThatGoesIsNeverGone() {
        try (TestSocket ann = enter("ann")) {
            ann.next("presence", doc);
            elsewhere.enters(APP, doc, "dan");
            elsewhere.enters(APP, doc, "eve");
            awaitMember(ann, "eve");
            elsewhere.goes();
            try (TestSocket dan = enter("dan")) {
                assertThat(users(dan.next("presence", doc))).containsExactly("ann", "dan", "eve");
                assertChange(ann, "leave", "eve");
            }
        }
    }

    @Test
    void whoComesBackSoonWasNeverGone() {
        try (TestSocket ann = enter("ann")) {
            ann.next("presence", doc);
            try (TestSocket bob = enter("bob")) {
                bob.next("presence", doc);
                assertChange(ann, "join", "bob");
            }
            try (TestSocket bob = enter("bob")) {
                bob.next("presence", doc);
                enterAndLeave(ann, "carol");
            }
        }
    }

    @Test
    void whoUnsubscribesHasLeftAndIsToldNoMore() {
        try (TestSocket ann = enter("ann");
                TestSocket bob = enter("bob")) {
            ann.next("presence", doc);
            bob.next("presence", doc);
            bob.send("{\"type\":\"unsubscribe\",\"channel\":\"" + doc + "\"}");
            bob.next("unsubscribed", doc);
            ann.next(message -> message.path("op").asText().equals("leave"));
            elsewhere.enters(APP, doc, "dan");
            assertChange(ann, "join", "dan");
            bob.send("{\"type\":\"subscribe\",\"channel\":\"" + doc + "\"}");
            bob.next("subscribed", doc);
            assertThat(users(bob.next("presence", doc))).containsExactly("ann", "bob", "dan");
        }
    }

    /** As a client does that has found a gap. */
    @Test
    void whoSubscribesAnewWasNeverGoneAndIsToldAllAgain() {
        try (TestSocket ann = enter("ann");
                TestSocket bob = enter("bob")) {
            awaitMember(ann, "bob");
            bob.next("presence", doc);
            for (int again = 0; again < 30; again++) {
                bob.send("{\"type\":\"subscribe\",\"channel\":\"" + doc + "\"}");
                bob.next("subscribed", doc);
                assertThat(users(bob.next("presence", doc))).containsExactly("ann", "bob");
            }
            enterAndLeave(ann, "carol");
            bob.send("{\"type\":\"unsubscribe\",\"channel\":\"" + doc + "\"}");
            assertChange(ann, "leave", "bob");
        }
    }

    @Test
    void manyWhoComeAtOnceAreFewMessages() {
        List<String> many = IntStream.range(1_000, 1_500).mapToObj(i -> "m" + i).toList();
        try (TestSocket ann = enter("ann")) {
            ann.next("presence", doc);
            many.forEach(member -> elsewhere.enters(APP, doc, member));
            List<String> joined = new ArrayList<>();
            int messages = 0;
            while (joined.size() < many.size()) {
                JsonNode change = ann.next("presence", doc);
                assertThat(change.path("op").asText()).isEqualTo("join");
                joined.addAll(users(change));
                messages++;
            }
            assertThat(joined).containsExactlyInAnyOrderElementsOf(many);
            assertThat(messages).isLessThan(50);
        }
    }

    @Test
    void aChannelHasAsManyMembersAsItMayAndNobodyMore() {
        List<String> many =
                IntStream.range(10_001, 20_000).mapToObj(i -> "m" + i).toList();
        try (TestSocket ann = enter("ann");
                TestSocket bob = TestSocket.connect(stream(), signed("bob"))) {
            ann.next("presence", doc);
            many.forEach(member -> elsewhere.enters(APP, doc, member));
            for (int joined = 0; joined < many.size(); ) {
                joined += users(ann.next("presence", doc)).size();
            }
            try (TestSocket carol = enter("carol")) {
                assertThat(carol.next("unsubscribed", doc).path("code").asText())
                        .isEqualTo("channel-refused");
            }
            bob.send("{\"type\":\"subscribe\",\"channel\":\"" + doc + "\"}");
            assertThat(bob.next("error").path("code").asText()).isEqualTo("channel-refused");
            elsewhere.leaves(APP, doc, many.getFirst());
            assertChange(ann, "leave", many.getFirst());
            bob.send("{\"type\":\"subscribe\",\"channel\":\"" + doc + "\"}");
            JsonNode state = bob.next("presence", doc);
            assertThat(users(state)).hasSize(10_000).contains("bob");
            assertThat(users(ann.next("presence", doc))).containsExactly("bob");
        }
    }

    @Test
    void whoDoesNotReadIsToldTheDifferenceWhenTheyDo() {
        try (TestSocket stalled = enter("ann");
                TestSocket brisk = enter("bob")) {
            stalled.next("subscribed", doc);
            awaitMember(stalled, "bob");
            brisk.next("presence", doc);
            stalled.pause();
            // More than the buffers between here and there hold.
            List<Long> offsets = log.publishAll(APP, doc, 6_000, "x".repeat(2_000));
            brisk.eventsUntil(doc, offsets.getLast());
            elsewhere.enters(APP, doc, "dan");
            assertChange(brisk, "join", "dan");
            elsewhere.leaves(APP, doc, "dan");
            assertChange(brisk, "leave", "dan");
            elsewhere.enters(APP, doc, "eve");
            assertChange(brisk, "join", "eve");
            stalled.read();
            assertChange(stalled, "join", "eve");
        }
    }

    @Test
    void whatWasTakenOutOfTheTopicThoughItIsSoIsWrittenAgain() {
        try (TestSocket ann = enter("ann")) {
            ann.next("presence", doc);
            String seat = elsewhere.awaitWritten(doc + "/ann", true);
            elsewhere.write(seat, null);
            elsewhere.awaitWritten(doc + "/ann", false);
            assertThat(elsewhere.awaitWritten(doc + "/ann", true)).isEqualTo(seat);
        }
    }

    @Test
    void anEdgeThatIsSilentForLongIsTakenOutOfTheTopic() {
        elsewhere.enters(APP, doc, "dan");
        elsewhere.awaitWritten(doc + "/dan", true);
        elsewhere.fallSilent();
        elsewhere.awaitWritten(doc + "/dan", false);
        elsewhere.awaitWritten("edge/" + elsewhere.id(), false);
    }

    @Test
    void whileTheTopicIsAwayNobodyIsTakenForDeadAndOnesOwnAreSeen() throws Exception {
        try (TestSocket ann = enter("ann")) {
            ann.next("presence", doc);
            elsewhere.enters(APP, doc, "dan");
            assertChange(ann, "join", "dan");
            TestBackends.kafka().kill();
            try {
                try (TestSocket bob = enter("bob")) {
                    assertThat(users(bob.next("presence", doc))).containsExactly("ann", "bob", "dan");
                    assertChange(ann, "join", "bob");
                }
                assertChange(ann, "leave", "bob");
            } finally {
                TestBackends.kafka().restart();
            }
            enterAndLeave(ann, "carol");
            elsewhere.leaves(APP, doc, "dan");
            assertChange(ann, "leave", "dan");
        }
    }

    @Test
    void anotherAppsChannelOfTheSameNameIsAnother() {
        elsewhere.enters("other", doc, "mallory");
        elsewhere.write("seat/x/" + APP + "/private:x/mallory", "{}");
        elsewhere.write("seat/x/" + APP + "/" + doc + "/mallory", "no object");
        elsewhere.write("nonsense", "{}");
        elsewhere.enters(APP, doc, "dan");
        try (TestSocket ann = enter("ann")) {
            assertThat(awaitMember(ann, "dan")).containsExactly("ann", "dan");
        }
    }

    @Test
    void anEventStreamIsToldByNameAndIsPresent() {
        try (TestSocket ann = enter("ann")) {
            ann.next("presence", doc);
            try (EventStream bob = new EventStream(http(), signed("bob"), epoch + ";" + doc)) {
                EventStream.Event state = bob.next(event -> event.name().equals("presence"));
                assertThat(users(state.json())).containsExactly("ann", "bob");
                assertChange(ann, "join", "bob");
            }
        }
    }

    @Test
    void aPollIsNobodyWhoIsPresent() {
        try (TestSocket ann = enter("ann")) {
            ann.next("presence", doc);
            given().accept("application/json")
                    .header("Authorization", "Bearer " + signed("bob"))
                    .queryParam("resume", epoch + ";" + doc)
                    .queryParam("wait", 1)
                    .get("/v1/stream")
                    .then()
                    .statusCode(200);
            enterAndLeave(ann, "carol");
        }
    }

    private TestSocket enter(String name) {
        return TestSocket.connect(stream(), signed(name), epoch + ";" + doc);
    }

    private String signed(String name) {
        JwtClaims claims = TestIssuer.Signer.connectionClaims(APP, name, "presence:*");
        claims.setClaim(Claim.INFO, Map.of("name", "Ms " + name));
        return signer.sign(TokenKind.CONNECTION, claims);
    }

    /** The next that is said of the channel's members is that, and of nobody else. */
    private void assertChange(TestSocket socket, String op, String name) {
        JsonNode change = socket.next("presence", doc);
        assertThat(change.path("op").asText()).isEqualTo(op);
        assertThat(users(change)).containsExactly(name);
    }

    /** One more comes and goes elsewhere, and nothing was said before of anybody else. */
    private void enterAndLeave(TestSocket witness, String name) {
        elsewhere.enters(APP, doc, name);
        assertChange(witness, "join", name);
        elsewhere.leaves(APP, doc, name);
        assertChange(witness, "leave", name);
    }

    /** Returns when that one is known; answers who was named until then. */
    private Set<String> awaitMember(TestSocket socket, String name) {
        Set<String> named = new TreeSet<>();
        while (!named.contains(name)) {
            named.addAll(users(socket.next("presence", doc)));
        }
        return named;
    }

    private static List<String> users(JsonNode message) {
        return StreamSupport.stream(message.path("members").spliterator(), false)
                .map(member -> member.path("user").asText())
                .toList();
    }
}
