package dev.tidings.contract.position;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.position.ResumeString.Parsed;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeStringTest {

    @ParameterizedTest
    @ValueSource(strings = {"k3f", "k3f;user:ann~1240", "k3f;user:ann~1240;everyone~0;public:news", "k3f;everyone~-1"})
    void itIsReadAndWrittenTheSame(String text) {
        assertThat(ResumeString.parse(text, 10))
                .isInstanceOfSatisfying(
                        Parsed.Resume.class,
                        parsed -> assertThat(parsed.value().toString()).isEqualTo(text));
    }

    @Test
    void aChannelWithoutAnOffsetIsFromNow() {
        assertThat(ResumeString.parse("k3f;public:news;everyone~7", 10))
                .isInstanceOfSatisfying(
                        Parsed.Resume.class,
                        parsed -> assertThat(parsed.value().offsets())
                                .containsEntry(new Channel.Public("news"), OptionalLong.empty())
                                .containsEntry(Channel.EVERYONE, OptionalLong.of(7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "k 3f",
                "k3f;everyone~",
                "k3f;everyone~x",
                "k3f;everyone~-2",
                "k3f;everyone~01",
                "k3f;everyone~+1",
                "k3f;everyone~1~2",
                "k3f;everyone~1;everyone~2",
                "k3f;everyone~9999999999999999999",
                "k3f;everyone~1\n"
            })
    void whatCanNotBeReadIsMalformed(String text) {
        assertThat(ResumeString.parse(text, 10)).isEqualTo(new Parsed.Malformed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"k3f;", "k3f;;everyone~1", "k3f;nobody~1", "k3f;user:a/b"})
    void whatNamesNoChannelIsToldApart(String text) {
        assertThat(ResumeString.parse(text, 10)).isInstanceOf(Parsed.NoChannel.class);
    }

    @Test
    void itNamesNoMoreChannelsThanAreAllowed() {
        assertThat(ResumeString.parse(channels(10), 10)).isInstanceOf(Parsed.Resume.class);
        assertThat(ResumeString.parse(channels(11), 10)).isEqualTo(new Parsed.Malformed());
        assertThat(ResumeString.parse("k3f" + ";".repeat(1_000_000), 10)).isEqualTo(new Parsed.Malformed());
    }

    private static String channels(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ";public:c" + i + "~" + i)
                .collect(Collectors.joining("", "k3f", ""));
    }
}
