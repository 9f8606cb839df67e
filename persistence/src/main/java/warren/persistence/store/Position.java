package warren.persistence.store;

/** Where a record stands in the log. */
record Position(int segment, long offset, int length) {}
