package dev.tidings.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.tidings.client.backend.Backend;
import dev.tidings.client.backend.ChannelEvent;
import dev.tidings.client.backend.UserRights;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Channels in a page: events, who is there, what is said, and what is allowed, over each way. */
@Timeout(180)
class ChannelBrowserTest {

    private final Browsing ann = Browsing.asSomeone();
    private final Browsing bob = Browsing.asSomeone();
    private final Backend backend =
            Backend.at(ann.stack.url()).credentials("demo", "demo-secret").build();
    private final String id = UUID.randomUUID().toString();

    @AfterEach
    void close() {
        ann.close();
        bob.close();
    }

    @Test
    void twoUsersInARoomSeeEachOtherAndHearWhatEachSays() {
        String room = "presence:" + id;
        Room annsRoom = enter(ann, room, true);
        Room bobsRoom = enter(bob, room, true);
        annsRoom.when("members().length === 2");
        bobsRoom.when("members().length === 2");
        assertThat(annsRoom.page.evaluate("room.publish('typing', {at: 42})")).isInstanceOf(Number.class);
        bobsRoom.when("heard.length === 1");
        assertThat(bobsRoom.page.evaluate("[heard[0].type, heard[0].source, heard[0].data.at]"))
                .isEqualTo(List.of("client.typing", "/users/" + ann.user, 42));
        bobsRoom.page.close();
        annsRoom.when("members().length === 1 && members()[0] === '" + ann.user + "'");
    }

    @Test
    void aGrantOpensAChannelThatTheTokenDoesNot() {
        String room = "private:" + id;
        Room refused = enter(ann, room, false);
        refused.when("refused[0] === 'channel-refused'");
        refused.page.close();
        Room granted = enterWithGrant(ann, room);
        granted.when("tidings.status.value.state === 'open'");
        say(room, granted);
        assertThat(granted.page.evaluate("refused")).isEqualTo(List.of());
    }

    @Test
    void whoFollowsGoesOnWhenTheTabThatLedIsClosedAndOnlyThatTabsPresenceIsGone() {
        String annsAlone = "presence:a" + id;
        String annsOther = "presence:b" + id;
        String granted = "private:" + id;
        Room watching = enter(bob, annsAlone, true);
        Room watchingTheOther = enter(bob, annsOther, true);
        ann.context.exposeFunction("freshGrant", channels -> backend.grant(ann.user, (String) channels[0]));
        Room leader = share(annsAlone, null);
        Room follower = share(annsOther, null);
        Room hearing = share(granted, "fresh");
        watching.when("members().length === 2");
        watchingTheOther.when("members().length === 2");
        say(granted, hearing);
        leader.page.close();
        watching.when("members().length === 1 && members()[0] === '" + bob.user + "'");
        follower.when("tidings.status.value.state === 'open'");
        watchingTheOther.when("members().length === 2");
        follower.when("members().length === 2");
        say(granted, hearing);
        assertThat(follower.page.evaluate("refused.concat(resets)")).isEqualTo(List.of());
        assertThat(hearing.page.evaluate("refused.concat(resets)")).isEqualTo(List.of());
        assertThat(hearing.page.evaluate("new Set(offsets).size === offsets.length"))
                .as("nothing is heard twice")
                .isEqualTo(true);
    }

    @Test
    void overAnEventStreamAChannelIsHeardAndNothingCanBeSaid() {
        ann.blockWebSockets();
        aWayThatOnlyListens("event-stream");
    }

    @Test
    void andOverPollsAsWell() {
        ann.blockWebSockets();
        ann.blockEventStreams();
        aWayThatOnlyListens("long-poll");
    }

    /** What goes with a request on a connection - a grant, a publish - is refused with a word, and the rest goes on. */
    private void aWayThatOnlyListens(String way) {
        String room = "private:" + id;
        Room allowed = enter(ann, room, true);
        allowed.when("tidings.status.value.way === '" + way + "' && tidings.status.value.state === 'open'");
        say(room, allowed);
        assertThat(allowed.page.evaluate("room.publish('typing').catch(error => error.code)"))
                .isEqualTo("not-connected");
        Room granted = enterWithGrant(ann, "private:granted-" + id);
        granted.when("refused[0] === 'not-connected'");
        say(room, allowed);
    }

    /** Until it is heard: where the channel is only just being subscribed, from now on, an event may be before that. */
    private void say(String room, Room page) {
        int before = ((Number) page.page.evaluate("heard.length")).intValue();
        for (int i = 0; ((Number) page.page.evaluate("heard.length")).intValue() == before; i++) {
            assertThat(i).as("events said and not heard").isLessThan(200);
            backend.publish(ChannelEvent.on(room, "moved").data(Map.of("to", "Bremen")));
            page.page.waitForTimeout(200);
        }
    }

    private Room enter(Browsing user, String room, boolean isAllowed) {
        UserRights rights = UserRights.of(user.user);
        UserRights all = isAllowed ? rights.channels(room).publish(room) : rights;
        return enter(user, room, backend.connectionToken(all), null);
    }

    private Room enterWithGrant(Browsing user, String room) {
        return enter(user, room, backend.connectionToken(UserRights.of(user.user)), backend.grant(user.user, room));
    }

    private static Room enter(Browsing user, String room, String token, String grant) {
        return enter(user, room, token, grant, false);
    }

    /** In another of Ann's tabs, which share a connection. Of the presence channels her token is for both; of others she has a grant. */
    private Room share(String room, String grant) {
        UserRights rights = UserRights.of(ann.user).channels("presence:*").ttl(Duration.ofMinutes(10));
        String token = backend.connectionToken(rights);
        return enter(ann, room, token, grant, true);
    }

    private static Room enter(Browsing user, String room, String token, String grant, boolean tabs) {
        Page page = user.bare().page;
        page.evaluate("""
                ([room, token, grant, tabs]) => {
                  window.tidings = new Tidings({ url: location.origin, token: async () => token, tabs })
                  window.room = tidings.channel(room, grant ? { grant: async () => (grant === 'fresh' ? freshGrant(room) : grant) } : {})
                  window.heard = []
                  window.offsets = []
                  window.refused = []
                  window.resets = []
                  window.room.onEvent((event, { offset }) => {
                    heard.push(event)
                    offsets.push(offset)
                  })
                  window.room.onReset(reason => resets.push(reason))
                  window.room.onRefused(code => refused.push(code))
                  window.members = () => window.room.members.value.map(member => member.user)
                }""", Arrays.asList(room, token, grant, tabs));
        return new Room(page);
    }

    private record Room(Page page) {
        void when(String condition) {
            new BellPage(page).when(condition);
        }
    }
}
