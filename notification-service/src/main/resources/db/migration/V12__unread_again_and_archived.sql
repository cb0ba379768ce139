-- A watermark takes back what was made unread below it, archived or not. The index of V10 left archived items out, so it served
-- the feed but not that statement, which passed by every item of the user.
drop index item_unread_again;
create index item_unread_again on item (channel, category, place) where read = false;
