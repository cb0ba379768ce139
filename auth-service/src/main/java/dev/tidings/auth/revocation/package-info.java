/** Taking back what was issued: a record on the revocations topic, which every edge holds. */
package dev.tidings.auth.revocation;
