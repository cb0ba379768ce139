-- A watermark takes back what was made unread below it, archived or not: the index of V10 left archived items out, so that
-- statement could not use it. How much this gains depends on the plan (docs/benchmarks.md, read-all).
drop index item_unread_again;
create index item_unread_again on item (channel, category, place) where read = false;
