-- A broadcast that is dropped with its week may have been unread. Nothing counts it down, so nothing said that the counters
-- of an app's users are others, and who asked with the tag of before was told that nothing had changed. The versions grow in
-- the transaction that drops, and before it keeps anybody out: as a batch does, it locks channels first, in the order of keys,
-- and "event" and "item" after them.

create index feed_channel_everyone on feed_channel (key) where name = 'everyone';

create or replace function keep_feed_writers_out() returns void language plpgsql as $$
begin
    perform from feed_channel k where k.name = 'everyone' order by k.key for no key update;
    update feed_channel k set version = k.version + 1 where k.name = 'everyone';
    lock table only event in share row exclusive mode;
    lock table only item in share row exclusive mode;
end $$;
