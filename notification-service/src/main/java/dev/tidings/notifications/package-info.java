/**
 * Publishes notifications. A call goes one way: {@code access} says whose it is, {@code publish} reads and checks it,
 * {@code idempotency} makes it happen once where it has a key, {@code log} writes it. Only keys need the database
 * ({@code store}); a publish without one doesn't know whether it is there.
 */
package dev.tidings.notifications;
