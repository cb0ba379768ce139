package dev.tidings.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProgramTest {

    @TempDir
    Path directory;

    @Test
    void aProgramIsReadyWhenItSaysSoAndGoneWhenItIsStopped() throws Exception {
        ManagedProgram program = program("touch ready; exec sleep 60");

        program.start();
        ProcessIdentity process = program.child().orElseThrow().identity();
        assertThat(program.state()).isEqualTo(ProgramState.READY);

        program.stop();
        assertThat(program.state()).isEqualTo(ProgramState.DOWN);
        assertThat(process.running()).isEmpty();
    }

    @Test
    void aProgramThatEndsWhileItStartsFailsWithWhatItPrintedLast() {
        assertThatThrownBy(program("echo no such luck; exit 3")::start)
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("stub ended while it started (exit code 3)")
                .hasMessageContaining(directory.resolve("log").toString())
                .hasMessageContaining("no such luck");
    }

    @Test
    void aProgramThatEndsByItselfIsReportedOnceAndCanBeStartedAgain() throws Exception {
        CompletableFuture<Integer> death = new CompletableFuture<>();
        ManagedProgram program =
                new ManagedProgram(new Stub("touch ready; exec sleep 60"), new ManagedProgram.Listener() {
                    @Override
                    public void died(int exitCode) {
                        death.complete(exitCode);
                    }
                });
        program.start();

        program.child().orElseThrow().identity().kill();

        assertThat(death.get(10, TimeUnit.SECONDS)).isEqualTo(128 + 9);
        assertThat(program.state()).isEqualTo(ProgramState.DOWN);
        program.start();
        assertThat(program.state()).isEqualTo(ProgramState.READY);
        program.kill();
    }

    @Test
    void aStopCutsAStartShortAndLeavesNothing() throws Exception {
        CompletableFuture<Void> spawned = new CompletableFuture<>();
        ManagedProgram program = new ManagedProgram(new Stub("exec sleep 60"), new ManagedProgram.Listener() {
            @Override
            public void spawned() {
                spawned.complete(null);
            }
        });
        CompletableFuture<Void> start = CompletableFuture.runAsync(() -> startUnchecked(program));
        spawned.get(10, TimeUnit.SECONDS);

        program.stop();

        assertThat(program.state()).isEqualTo(ProgramState.DOWN);
        assertThat(program.child()).isEmpty();
        assertThatThrownBy(start::join).hasMessageContaining("stopped while it started");
    }

    private static void startUnchecked(ManagedProgram program) {
        try {
            program.start();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ManagedProgram program(String script) {
        return new ManagedProgram(new Stub(script), new ManagedProgram.Listener() {});
    }

    /** A shell script that is ready when it has made a file. */
    private final class Stub implements Program {

        private final String script;

        Stub(String script) {
            this.script = script;
        }

        @Override
        public String name() {
            return "stub";
        }

        @Override
        public Optional<String> url() {
            return Optional.empty();
        }

        @Override
        public Launch prepare() throws IOException {
            Files.deleteIfExists(directory.resolve("ready"));
            return Launch.of(List.of("sh", "-c", script), Map.of(), directory, directory.resolve("log"));
        }

        @Override
        public boolean isReady(ChildProcess child) {
            return Files.exists(directory.resolve("ready"));
        }
    }
}
