package dev.tidings.client.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.client.json.Json;
import dev.tidings.client.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Channels besides the user's own: joined, left, granted, spoken on. */
class StreamChannelsTest extends AgainstFakeEdge {

    @Test
    void channelsAreJoinedAndLeftAndARefusedOneIsToldOf() throws Exception {
        CompletableFuture<String> left = new CompletableFuture<>();
        EventStream stream = built(stream(new FakeEdge(
                        server -> {
                            server.welcome();
                            Json first = Json.parse(server.receive());
                            assertThat(first.get("channel").text()).contains("public:news");
                            server.subscribed("public:news", 5, ",\"ref\":" + first.get("ref"));
                            Json second = Json.parse(server.receive());
                            server.send("{\"type\":\"error\",\"code\":\"channel-refused\",\"message\":\"no\",\"ref\":"
                                    + second.get("ref") + "}");
                            left.complete(server.receive());
                            // Under way already: not for somebody who has left.
                            server.event("public:news", 6, 5L).close(1012);
                        },
                        server -> server.welcome().awaitEnd()))
                .channel("public:news"));
        Ear ear = Ear.open(stream);

        assertThat(ear.next(Signal.Subscribed.class).channel()).isEqualTo("public:news");
        stream.join("private:secret");
        Signal.Refused refused = ear.next(Signal.Refused.class);
        assertThat(refused.channel()).isEqualTo("private:secret");
        assertThat(refused.code()).isEqualTo("channel-refused");
        stream.leave("public:news");
        assertThat(left.get(Ear.PATIENCE_SECONDS, TimeUnit.SECONDS)).contains("unsubscribe", "public:news");
        ear.next(Signal.Disconnected.class);
        assertThat(ear.next()).isInstanceOf(Signal.Connected.class);
        assertThat(edge.resumes).containsExactly("", "");
    }

    @Test
    void aHundredChannelsAreAskedForNoFasterThanTheServerTakesThem() throws Exception {
        EventStream.Builder builder = stream(new FakeEdge(server -> {
            server.welcome();
            for (int i = 0; i < 100; i++) {
                Json request = Json.parse(server.receive());
                server.subscribed(request.get("channel").text(""), 1, ",\"ref\":" + request.get("ref"));
            }
            server.awaitEnd();
        }));
        for (int i = 0; i < 100; i++) {
            builder.channel("public:n" + i);
        }
        long began = System.nanoTime();
        Ear ear = Ear.open(built(builder));
        for (int i = 0; i < 100; i++) {
            ear.next(Signal.Subscribed.class);
        }
        // 90 of them wait for their turn, 5 ms each.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void whoIsPresentIsToldOf() throws Exception {
        Ear ear = Ear.open(built(stream(new FakeEdge(server -> {
                    server.welcome();
                    server.receive();
                    server.subscribed("presence:doc", 5, "")
                            .send("{\"type\":\"presence\",\"channel\":\"presence:doc\",\"op\":\"join\","
                                    + "\"members\":[{\"user\":\"bob\",\"info\":{\"name\":\"Bob\"}}]}")
                            .awaitEnd();
                }))
                .channel("presence:doc")));

        Signal.Presence presence = ear.next(Signal.Presence.class);
        assertThat(presence.change()).isEqualTo(Signal.Presence.Change.JOIN);
        assertThat(presence.members()).singleElement().satisfies(member -> {
            assertThat(member.user()).isEqualTo("bob");
            assertThat(member.info().get("name").text()).contains("Bob");
        });
    }

    @Test
    void eachRequestForAChannelThatIsGrantedCarriesAGrantOfItsOwn() throws Exception {
        AtomicInteger grants = new AtomicInteger();
        List<Json> requests = new CopyOnWriteArrayList<>();
        FakeEdge.Script granting = server -> {
            server.welcome();
            Json request = Json.parse(server.receive());
            requests.add(request);
            boolean again = request.get("offset").integer().isPresent();
            server.subscribed("private:doc", 5, (again ? RECOVERED : "") + ",\"ref\":" + request.get("ref"))
                    .event("private:doc", again ? 7 : 6, again ? 6L : 5L);
        };
        Ear ear = Ear.open(built(stream(new FakeEdge(
                        server -> {
                            granting.serve(server);
                            server.close(1012);
                        },
                        server -> {
                            granting.serve(server);
                            server.awaitEnd();
                        }))
                .channel("private:doc", () -> "grant" + grants.incrementAndGet())));

        assertThat(ear.offsets(2)).containsExactly(6L, 7L);
        assertThat(requests)
                .extracting(request -> request.get("grant").text(""))
                .containsExactly("grant1", "grant2");
        assertThat(requests.get(1).get("offset").integer()).hasValue(6);
        assertThat(edge.resumes).as("named without a grant it would be refused").containsExactly("", "");
    }

    @Test
    void aGrantThatCouldNotBeHadIsAskedForAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        EventStream stream = built(stream(new FakeEdge(server -> {
            server.welcome().subscribed(ANN, 1, "");
            Json request = Json.parse(server.receive());
            server.subscribed("private:doc", 5, ",\"ref\":" + request.get("ref"))
                    .awaitEnd();
        })));
        Ear ear = Ear.open(stream);
        ear.next(Signal.Subscribed.class);
        stream.join("private:doc", () -> {
            if (asked.incrementAndGet() < 3) {
                throw new IOException("no grant today");
            }
            return "grant";
        });

        assertThat(ear.next(Signal.Subscribed.class).channel()).isEqualTo("private:doc");
        assertThat(asked).hasValue(3);
    }

    @Test
    void whatIsPublishedIsAnsweredWithItsOffsetOrWithWhyNot() throws Exception {
        EventStream stream = built(stream(new FakeEdge(server -> {
            server.welcome().subscribed(ANN, 1, "");
            Json first = Json.parse(server.receive());
            assertThat(first.get("event").text()).contains("typing");
            assertThat(first.get("data").get("at").integer()).hasValue(3);
            Json second = Json.parse(server.receive());
            server.send("{\"type\":\"error\",\"code\":\"rate-limited\",\"message\":\"slower\",\"ref\":"
                    + second.get("ref") + "}");
            server.send("{\"type\":\"published\",\"channel\":\"presence:doc\",\"offset\":9,\"ref\":" + first.get("ref")
                    + "}");
            Json third = Json.parse(server.receive());
            assertThat(third.get("type").text()).contains("publish");
            server.drop();
        })));
        Ear ear = Ear.open(stream);
        ear.next(Signal.Subscribed.class);

        CompletableFuture<Long> first = stream.publish("presence:doc", "typing", Map.of("at", 3));
        CompletableFuture<Long> second = stream.publish("presence:doc", "typing", Map.of());
        assertThat(first.get(Ear.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(9);
        assertThatThrownBy(() -> second.get(Ear.PATIENCE_SECONDS, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo("rate-limited"));
        CompletableFuture<Long> lost = stream.publish("presence:doc", "typing", Map.of());
        assertThatThrownBy(() -> lost.get(Ear.PATIENCE_SECONDS, TimeUnit.SECONDS))
                .cause()
                .hasMessageContaining("not known");
    }
}
