package dev.tidings.notifications.publish;

/** Something to do about a notification: a button with a link. */
record Action(String label, String url) {}
