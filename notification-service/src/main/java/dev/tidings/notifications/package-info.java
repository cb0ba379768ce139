/**
 * Publishes notifications and events. A call goes one way: {@code access} says whose it is, {@code publish} reads and checks
 * it, {@code idempotency} makes it happen once where it has a key, {@code preferences} say who doesn't want to hear of it,
 * {@code log} writes it. Without the database ({@code store}) a publish without a key goes on.
 */
package dev.tidings.notifications;
