/** What was taken back before its time: the record on {@code tidings.revocations}, and the view of them that is asked. */
package dev.tidings.contract.revocation;
