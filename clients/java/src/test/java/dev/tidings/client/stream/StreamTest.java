package dev.tidings.client.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.client.json.Json;
import org.junit.jupiter.api.Test;

/** Each event once and in order, whatever the server does; and what can't be had is told. */
class StreamTest extends AgainstFakeEdge {

    @Test
    void goesOnWithItsPositionAfterADropAndNothingComesTwice() throws Exception {
        Ear ear = listen(new FakeEdge(
                first -> first.welcome()
                        .subscribed(ANN, -1, "")
                        .event(ANN, 3, -1L)
                        .event(ANN, 5, 3L)
                        .close(1012),
                second -> second.welcome()
                        .subscribed(ANN, 5, RECOVERED)
                        .event(ANN, 5, 3L)
                        .event(ANN, 9, 5L)
                        .awaitEnd()));

        assertThat(ear.next()).isInstanceOf(Signal.Connected.class);
        assertThat(ear.next()).isInstanceOf(Signal.Subscribed.class);
        assertThat(ear.offsets(2)).containsExactly(3L, 5L);
        assertThat(ear.next(Signal.Disconnected.class).why()).contains("1012");
        assertThat(ear.next(Signal.Recovered.class).offset()).isEqualTo(5);
        assertThat(ear.next(Signal.Event.class).offset()).isEqualTo(9);
        assertThat(edge.resumes).containsExactly("", "k3f;user:ann~5");
        assertThat(edge.tokens).containsExactly("t1", "t2");
    }

    @Test
    void asksForAChannelAgainWhereAnEventIsMissing() throws Exception {
        Ear ear = listen(new FakeEdge(server -> {
            server.welcome().subscribed(ANN, 2, "").event(ANN, 9, 5L);
            Json request = Json.parse(server.receive());
            assertThat(request.get("type").text()).contains("subscribe");
            assertThat(request.get("channel").text()).contains(ANN);
            assertThat(request.get("epoch").text()).contains("k3f");
            assertThat(request.get("offset").integer()).hasValue(2);
            // Of the subscription before, as it may still be under way: it doesn't count.
            server.event(ANN, 11, 9L);
            server.subscribed(
                            ANN,
                            2,
                            RECOVERED + ",\"ref\":"
                                    + request.get("ref").integer().getAsLong())
                    .event(ANN, 5, 2L)
                    .event(ANN, 9, 5L)
                    .event(ANN, 11, 9L)
                    .awaitEnd();
        }));

        assertThat(ear.offsets(3)).containsExactly(5L, 9L, 11L);
    }

    @Test
    void leavesAConnectionThatGoesOnWithAHole() throws Exception {
        Ear ear = listen(new FakeEdge(
                server -> {
                    server.welcome().subscribed(ANN, 2, "").event(ANN, 9, 5L);
                    server.receive();
                    server.subscribed(ANN, 2, RECOVERED).event(ANN, 9, 5L).awaitEnd();
                },
                server -> server.welcome()
                        .subscribed(ANN, 2, RECOVERED)
                        .event(ANN, 5, 2L)
                        .awaitEnd()));

        assertThat(ear.next(Signal.Event.class).offset()).isEqualTo(5);
        assertThat(edge.resumes).containsExactly("", "k3f;user:ann~2");
    }

    @Test
    void whatCannotBeReplayedIsAValueInTheStream() throws Exception {
        Ear ear = Ear.open(built(stream(new FakeEdge(server -> server.welcome()
                        .subscribed(ANN, 1500, ",\"recovered\":false,\"reason\":\"expired\"")
                        .event(ANN, 1501, null)
                        .awaitEnd()))
                .from("k3f;user:ann~3")));

        Signal.Gap gap = ear.next(Signal.Gap.class);
        assertThat(gap.reason()).isEqualTo(Signal.Gap.Reason.EXPIRED);
        assertThat(gap.position()).hasToString("k3f;user:ann~1500");
        assertThat(ear.next(Signal.Event.class).offset()).isEqualTo(1501);
    }

    @Test
    void aPositionThatTheServerPassesOverIsAGapToo() throws Exception {
        Ear ear = Ear.open(built(stream(new FakeEdge(
                        server -> server.welcome().subscribed(ANN, 1500, "").awaitEnd()))
                .from("k3f;user:ann~3")));

        assertThat(ear.next(Signal.Gap.class).reason()).isEqualTo(Signal.Gap.Reason.UNKNOWN);
    }

    @Test
    void untilAllChannelsHaveArrivedInAnotherEpochThePositionIsOfTheOldOne() throws Exception {
        Ear ear = Ear.open(built(stream(new FakeEdge(server -> server.welcome("m5x", 25)
                        .subscribed(ANN, 7, ",\"recovered\":false,\"reason\":\"epoch\"")
                        .subscribed("everyone", 8, ",\"recovered\":false,\"reason\":\"epoch\"")
                        .awaitEnd()))
                .from("k3f;user:ann~3;everyone~4")));

        // Whoever came back with the new epoch now would go on with everyone from then on, and not know it.
        assertThat(ear.next(Signal.Gap.class).position()).asString().startsWith("k3f;");
        assertThat(ear.next(Signal.Gap.class).position()).hasToString("m5x;user:ann~7;everyone~8");
    }

    @Test
    void anEpochThatChangesUnderAConnectionIsFollowed() throws Exception {
        Ear ear = listen(new FakeEdge(server -> server.welcome()
                .subscribed(ANN, 900, "")
                .subscribed(ANN, 3, ",\"recovered\":false,\"reason\":\"epoch\",\"epoch\":\"m5x\"")
                .event(ANN, 4, 3L)
                .awaitEnd()));

        assertThat(ear.next(Signal.Event.class).position()).hasToString("m5x;user:ann~4");
    }

    @Test
    void aChannelOnWhichNothingComesMovesOnToo() throws Exception {
        Ear ear = Ear.open(built(stream(new FakeEdge(server -> server.welcome()
                        .subscribed(ANN, 3, RECOVERED)
                        .send("{\"type\":\"live\",\"channel\":\"user:ann\",\"offset\":1300}")
                        .awaitEnd()))
                .from("k3f;user:ann~3")));

        assertThat(ear.next(Signal.Live.class).position()).hasToString("k3f;user:ann~1300");
    }
}
