package dev.tidings.local.supervisor;

import dev.tidings.local.process.ChildProcess;
import dev.tidings.local.process.ManagedProgram;
import dev.tidings.local.process.ProcessIdentity;
import dev.tidings.local.process.StackFailure;
import dev.tidings.local.supervisor.Member.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** All programs of a stack and their order. Safe for use by several threads. */
final class Stack {

    private final List<Member> members;

    /** Members come after those they need. */
    Stack(List<Member> members) {
        this.members = List.copyOf(members);
    }

    List<StackStatus.ProcessStatus> status() {
        return members.stream().map(Member::status).toList();
    }

    List<ProcessIdentity> children() {
        return members.stream()
                .flatMap(member -> member.managed().child().stream())
                .map(ChildProcess::identity)
                .toList();
    }

    ManagedProgram named(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new StackFailure("there is no process '%s'; there are: %s"
                        .formatted(
                                name,
                                String.join(
                                        ", ", members.stream().map(Member::name).toList()))))
                .managed();
    }

    /** Starts all, each as soon as what it needs is ready. Fails with the first failure, and others may be running then. */
    void startAll() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, CompletableFuture<Void>> ready = new HashMap<>();
            CompletableFuture<Void> failed = new CompletableFuture<>();
            for (Member member : members) {
                CompletableFuture<?>[] needed =
                        member.needs().stream().map(ready::get).toArray(CompletableFuture<?>[]::new);
                CompletableFuture<Void> started =
                        CompletableFuture.allOf(needed).thenRunAsync(() -> start(member), threads);
                CompletableFuture<Void> _ = started.exceptionally(failure -> {
                    failed.completeExceptionally(failure);
                    return null;
                });
                ready.put(member.name(), started);
            }
            try {
                CompletableFuture<?> all =
                        CompletableFuture.allOf(ready.values().toArray(CompletableFuture<?>[]::new));
                CompletableFuture.anyOf(all, failed).join();
            } catch (CompletionException e) {
                // Ends those that are still starting, too: the executor's close waits for their threads.
                stopAll();
                throw e.getCause() instanceof StackFailure failure ? failure : e;
            }
        }
    }

    private static void start(Member member) {
        try {
            member.managed().start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure(member.name() + " was interrupted while it started", e);
        }
    }

    /** Ends all, tier by tier, those of a tier at once. Returns when nothing runs. */
    void stopAll() {
        for (Tier tier : Tier.values()) {
            List<Thread> stopping = new ArrayList<>();
            for (Member member : members) {
                if (member.tier() == tier) {
                    stopping.add(Thread.startVirtualThread(member.managed()::stop));
                }
            }
            stopping.forEach(Stack::join);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
