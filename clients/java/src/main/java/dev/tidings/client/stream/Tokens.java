package dev.tidings.client.stream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Asks the supplier for tokens, one call at a time: who asks meanwhile gets the same one. Safe for use by several threads. */
final class Tokens {

    private final TokenSupplier supplier;
    private final Executor executor;
    private CompletableFuture<String> running = CompletableFuture.completedFuture("");

    Tokens(TokenSupplier supplier, Executor executor) {
        this.supplier = supplier;
        this.executor = executor;
    }

    synchronized CompletableFuture<String> fetch() {
        if (running.isDone()) {
            CompletableFuture<String> call = new CompletableFuture<>();
            running = call;
            executor.execute(() -> complete(call));
        }
        return running;
    }

    private void complete(CompletableFuture<String> call) {
        try {
            call.complete(supplier.get());
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            call.completeExceptionally(e);
        } catch (Error e) {
            call.completeExceptionally(e);
            throw e;
        }
    }
}
