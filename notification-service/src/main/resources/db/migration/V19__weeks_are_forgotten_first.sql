-- Dropping a week has to get through while others read and write all the time. All who do lock "event" and "item" and every week of
-- them, for as long as a statement or a batch takes; whoever locks a week first and its parents later is in a deadlock with all
-- of them. So what takes long is done before, without a lock on the tables, some channels at a time; then writers are kept out,
-- who hold nothing of the weeks while they wait; then readers, and only for the drop.

-- Notes of some channels, after the given one, up to where their events and items are no longer here. It may be said before it
-- is so. The last channel, or null where there are no more.
create function forget_feed_week(week date, after bigint, most integer) returns bigint language plpgsql as $$
declare
    keys bigint[];
begin
    execute format('select array_agg(c.channel) from (
            select distinct e.channel from %I e where e.channel > $1 order by e.channel limit $2) c',
        feed_week_of('event', week)) into keys using after, most;
    -- In the order in which a batch locks them.
    perform from feed_channel k where k.key = any(keys) order by k.key for no key update;
    execute format('update feed_channel k set forgotten_up_to = greatest(k.forgotten_up_to, e.place)
        from (select channel, max(place) as place from %I where channel = any($1) group by channel) e
        where k.key = e.channel',
        feed_week_of('event', week)) using keys;
    execute format('update counter c set numbered_from = i.place
        from (select channel, category, max(place) as place from %I where channel = any($1) group by channel, category) i
        where c.channel = i.channel and c.category = i.category and c.numbered_from < i.place',
        feed_week_of('item', week)) using keys;
    return keys[array_upper(keys, 1)];
end $$;

-- Nobody else writes events or items, until the transaction ends. A batch writes its events first, and its items after them.
create function keep_feed_writers_out() returns void language plpgsql as $$
begin
    lock table only event in share row exclusive mode;
    lock table only item in share row exclusive mode;
end $$;

-- Drops a week whose channels were told, once writers are kept out. Who reads both reads the items first.
create function drop_forgotten_week(week date) returns void language plpgsql as $$
begin
    lock table only item in access exclusive mode;
    lock table only event in access exclusive mode;
    execute format('drop table %I, %I', feed_week_of('event', week), feed_week_of('item', week));
end $$;
