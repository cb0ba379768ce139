-- A watermark that is moved into the middle of a category has to say how many items are after it, at a cost that does not grow
-- with how many those are. So a category's items are numbered as they come: the difference of two numbers is a count, as long
-- as none between them is gone. What was said of items one by one is counted by an index, which has nothing else.
-- The counters first, as all who lock both do.
alter table counter
    -- The number of the newest item.
    add column items bigint not null default 0,
    -- The items after it are numbered in the order of their places, and none of them is gone. Those up to it are counted one
    -- by one where they have to be.
    add column numbered_from bigint not null default -1,
    -- Up to it items are numbered: below last_place where a version that knows of no numbers wrote the last ones.
    add column numbered_to bigint not null default -1;

alter table item add column number bigint;

-- Whoever takes an item out - it expires, its week is over - says so here, also a version that knows of no numbers.
create function items_are_gone() returns trigger language plpgsql as $$
begin
    update counter c set numbered_from = greatest(c.numbered_from, g.place)
    from (select channel, category, max(place) as place from gone group by channel, category) g
    where c.channel = g.channel and c.category = g.category and c.numbered_from < g.place;
    return null;
end $$;

create trigger items_are_gone after delete on item referencing old table as gone
for each statement execute function items_are_gone();

-- Drops a week, and notes of each channel up to where its events are no longer here; and of each category its items.
create or replace function drop_feed_week(week date) returns void language plpgsql as $$
begin
    execute format('update feed_channel k set forgotten_up_to = greatest(k.forgotten_up_to, e.place)
        from (select channel, max(place) as place from %I group by channel) e where k.key = e.channel',
        feed_week_of('event', week));
    execute format('update counter c set numbered_from = i.place
        from (select channel, category, max(place) as place from %I group by channel, category) i
        where c.channel = i.channel and c.category = i.category and c.numbered_from < i.place',
        feed_week_of('item', week));
    execute format('drop table %I, %I', feed_week_of('event', week), feed_week_of('item', week));
end $$;

-- The rows of broadcasts have no state, so none is archived: said here so that a page begins in the index of what is not, where
-- the page begins. Else as in V11, and inlined as there.
create or replace function broadcasts_of(of_user bigint, everyone bigint, joined timestamptz)
returns table (place bigint, created_at timestamptz, id text, category text, expires_at timestamptz,
    read boolean, seen boolean, archived boolean)
language sql stable as $$
    select i.place, i.created_at, i.id, i.category, i.expires_at,
           coalesce(m.archived, false)
               or case when m.read is not null and m.read_at > coalesce(r.said_at, -1) then m.read
                       else r.said_at is not null end,
           coalesce(m.archived, false) or coalesce(m.seen, false) or exists (
               select from broadcast_word s where s.user_key = of_user and s.op = 'seen' and s.up_to >= i.place
                 and s.category in ('', i.category)),
           coalesce(m.archived, false)
    from item i
    left join broadcast_mark m on m.user_key = of_user and m.id = i.id
    left join lateral (
        select max(w.said_at) as said_at from broadcast_word w where w.user_key = of_user and w.op = 'read'
          and w.up_to >= i.place and w.category in ('', i.category)) r on true
    where i.channel = everyone and not i.archived and (joined is null or i.created_at >= joined)
      and (i.critical or i.category = '' or not exists (
          select from feed_channel k
          join mute u on u.app = k.app and u.user_id = substr(k.name, length('user:') + 1) and u.category = i.category
          join log_epoch a on a.epoch = u.after_epoch
          left join log_epoch b on b.epoch = u.until_epoch
          where k.key = of_user and i.place > (a.generation::bigint << 40) + u.after_offset
            and (u.until_offset is null or i.place <= (b.generation::bigint << 40) + u.until_offset)))
$$;
