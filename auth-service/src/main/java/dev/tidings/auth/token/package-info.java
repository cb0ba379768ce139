/** What is issued: service tokens for backends by OAuth 2.0, connection tokens for their users. */
package dev.tidings.auth.token;
