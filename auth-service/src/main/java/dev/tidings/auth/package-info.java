/**
 * Issues short-lived tokens. Stateless: clients and keys come from files, a token is all that is ever handed out.
 * {@code client} knows who asks, {@code key} what is signed with, {@code token} what is issued.
 */
package dev.tidings.auth;
