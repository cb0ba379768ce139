package dev.tidings.auth.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.auth.LogCapture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    @TempDir
    Path directory;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void aChangeIsTakenUpAndTold() throws IOException {
        ConfigFile<String> file = open(write("one"));
        List<String> told = new ArrayList<>();
        file.onChange(told::add);
        file.look();
        assertThat(told).isEmpty();
        write("two");
        file.look();
        assertThat(file.current()).isEqualTo("two");
        assertThat(told).containsExactly("two");
    }

    @Test
    void theContentDecidesAndNotTheTime() throws IOException {
        Path path = write("one");
        FileTime time = Files.getLastModifiedTime(path);
        ConfigFile<String> file = open(path);
        Files.setLastModifiedTime(write("two"), time);
        file.look();
        assertThat(file.current()).isEqualTo("two");
    }

    @Test
    void aMountThatSwapsItsLinkIsSeen() throws IOException {
        Path first = Files.createDirectory(directory.resolve("..1"));
        Path second = Files.createDirectory(directory.resolve("..2"));
        Files.writeString(first.resolve("f"), "one");
        Files.writeString(second.resolve("f"), "two");
        Path data = Files.createSymbolicLink(directory.resolve("..data"), first.getFileName());
        Path mounted = Files.createSymbolicLink(directory.resolve("f"), Path.of("..data/f"));
        ConfigFile<String> file = open(mounted);
        assertThat(file.current()).isEqualTo("one");
        Path swap = Files.createSymbolicLink(directory.resolve("..data_tmp"), second.getFileName());
        Files.move(swap, data, StandardCopyOption.ATOMIC_MOVE);
        file.look();
        assertThat(file.current()).isEqualTo("two");
    }

    @Test
    void whatIsNoGoodIsSaidOnceAndTheOldStays() throws IOException {
        ConfigFile<String> file = open(write("one"));
        try (LogCapture log = LogCapture.start()) {
            write("bad hunter2");
            file.look();
            file.look();
            assertThat(file.current()).isEqualTo("one");
            assertThat(log.text().lines().filter(line -> line.contains("stays in force")))
                    .hasSize(1);
            assertThat(log.text()).contains("the.setting", "is bad").doesNotContain("hunter2");
            assertThat(refused()).isEqualTo(1);
            write("two");
            file.look();
            assertThat(file.current()).isEqualTo("two");
            assertThat(refused()).isZero();
        }
    }

    @Test
    void aFileThatIsGoneIsSaidOnceAndTheOldStays() throws IOException {
        Path path = write("one");
        ConfigFile<String> file = open(path);
        try (LogCapture log = LogCapture.start()) {
            Files.delete(path);
            file.look();
            file.look();
            assertThat(file.current()).isEqualTo("one");
            assertThat(log.text().lines().filter(line -> line.contains("NoSuchFile")))
                    .hasSize(1);
            write("one");
            file.look();
            assertThat(refused()).isZero();
        }
    }

    @Test
    void atTheStartAFaultIsThrown() throws IOException {
        Path bad = write("bad");
        assertThatThrownBy(() -> open(bad)).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> open(directory.resolve("none")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("NoSuchFile");
    }

    private double refused() {
        return metrics.get("tidings.auth.file.refused").gauge().value();
    }

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("file"), content);
    }

    private ConfigFile<String> open(Path path) {
        return new ConfigFile<>("the.setting", path, content -> read(path, content), null, metrics);
    }

    private static String read(Path path, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (text.startsWith("bad")) {
            throw ConfigFile.fault("the.setting", path, "is bad");
        }
        return text;
    }
}
