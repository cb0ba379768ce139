package dev.tidings.contract.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:ann",
                "user:ann@example.com",
                "everyone",
                "public:news",
                "private:a.b-c_d=+@,",
                "presence:1"
            })
    void aNameIsReadAndWrittenTheSame(String name) {
        assertThat(Channel.parse(name)).get().extracting(Channel::name).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "user",
                "user:",
                "everyone:",
                "everyone:x",
                "User:ann",
                "users:ann",
                "user:a/b",
                "user:a b",
                "user:a~1",
                "user:a;b",
                "user:a\n",
                "user:\u00e9",
                "user:a:b",
                " user:a"
            })
    void whatIsNoNameIsRefused(String name) {
        assertThat(Channel.parse(name)).isEmpty();
    }

    @Test
    void aNameHasAtMost160Characters() {
        assertThat(Channel.parse("public:" + "x".repeat(160))).isPresent();
        assertThat(Channel.parse("public:" + "x".repeat(161))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"private:orders.17", "private:orders.*", "private:*", "presence:*", "presence:a"})
    void aPatternIsANameOrABeginningOfOne(String pattern) {
        assertThat(ChannelPattern.parse(pattern)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "pri*",
                "private",
                "private:",
                "private:a*b",
                "private:**",
                "public:a",
                "user:*",
                "everyone",
                "private:a *"
            })
    void whatIsNoPatternIsRefused(String pattern) {
        assertThat(ChannelPattern.parse(pattern)).isEmpty();
    }

    @Test
    void aPatternMatchesWithinItsOwnKindOnly() {
        ChannelPattern orders = new ChannelPattern("private:orders.*");
        assertThat(orders.matches(new Channel.Private("orders.17"))).isTrue();
        assertThat(orders.matches(new Channel.Private("orders."))).isTrue();
        assertThat(orders.matches(new Channel.Private("orders"))).isFalse();
        assertThat(orders.matches(new Channel.Presence("orders.17"))).isFalse();
        ChannelPattern one = new ChannelPattern("private:a");
        assertThat(one.matches(new Channel.Private("a"))).isTrue();
        assertThat(one.matches(new Channel.Private("ab"))).isFalse();
    }

    @Test
    void aKeyNamesTheAppAndTheChannel() {
        AppChannel ann = new AppChannel("demo", new Channel.User("ann"));
        assertThat(ann.key()).isEqualTo("demo/user:ann");
        assertThat(AppChannel.parseKey("demo/user:ann")).contains(ann);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "demo",
                "demo/",
                "/user:ann",
                "demo/user",
                "a/b/user:ann",
                "Demo/everyone",
                "../everyone"
            })
    void whatIsNoKeyIsRefused(String key) {
        assertThat(AppChannel.parseKey(key)).isEmpty();
    }
}
