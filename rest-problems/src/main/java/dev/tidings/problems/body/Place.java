package dev.tidings.problems.body;

import java.util.Optional;

/** Where in a body a value stands: {@code to.users[3]}. What is wrong with it is said here. */
public final class Place {

    private final Place within;
    private final String name;
    private final int index;
    private final Faults faults;

    /** {@code within} is null for the root, {@code name} for an item. */
    private Place(Place within, String name, int index, Faults faults) {
        this.within = within;
        this.name = name;
        this.index = index;
        this.faults = faults;
    }

    static Place root(Faults faults) {
        return new Place(null, "", 0, faults);
    }

    Place member(String member) {
        return new Place(this, member, 0, faults);
    }

    Place item(int at) {
        return new Place(this, null, at, faults);
    }

    Faults faults() {
        return faults;
    }

    /** Notes the fault; a message says what would be right and never repeats the value. Always empty, to be returned. */
    public <T> Optional<T> fault(String message) {
        faults.add(path(), message, false);
        return Optional.empty();
    }

    /** As {@link #fault}; a body with no other faults than these is refused as {@code bad-channel}. */
    public <T> Optional<T> badChannel() {
        faults.add(path(), "is no channel's name", true);
        return Optional.empty();
    }

    /** Put together only for a fault: most values have none. */
    private String path() {
        if (within == null) {
            return "";
        }
        String outer = within.path();
        if (name == null) {
            return outer + "[" + index + "]";
        }
        return outer.isEmpty() ? name : outer + "." + name;
    }
}
