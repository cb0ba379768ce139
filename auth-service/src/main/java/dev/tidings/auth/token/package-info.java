/** What is issued: connection tokens and grants for users, service tokens for backends. Where a token is made. */
package dev.tidings.auth.token;
