package dev.tidings.problems.body;

import java.util.Optional;

/** Where in a body a value stands: {@code to.users[3]}. What is wrong with it is said here. */
public final class Place {

    private final String path;
    private final Faults faults;

    Place(String path, Faults faults) {
        this.path = path;
        this.faults = faults;
    }

    static Place root(Faults faults) {
        return new Place("", faults);
    }

    Place member(String name) {
        return new Place(path.isEmpty() ? name : path + "." + name, faults);
    }

    Place item(int index) {
        return new Place(path + "[" + index + "]", faults);
    }

    Faults faults() {
        return faults;
    }

    /** Notes the fault; a message says what would be right and never repeats the value. Always empty, to be returned. */
    public <T> Optional<T> fault(String message) {
        faults.add(path, message, false);
        return Optional.empty();
    }

    /** As {@link #fault}; a body with no other faults than these is refused as {@code bad-channel}. */
    public <T> Optional<T> badChannel() {
        faults.add(path, "is no channel's name", true);
        return Optional.empty();
    }
}
