-- The view of the log that feeds and badges are read from. Whatever it holds can be made again from the log.
--
-- A place is where a record stands: the log's generation and the offset, in one number that grows (generation * 2^40 +
-- offset). A log that is made anew begins a generation, so its places are above all earlier ones.

create table log_epoch (
    generation integer generated always as identity primary key,
    epoch      text collate "C" not null unique
);

-- How far each partition is in the view. Written in the transaction that writes the rows, by whoever found next_offset as
-- it was: two projectors of one partition can't both go on.
create table projected (
    generation    integer not null references log_epoch,
    partition     integer not null,
    -- Everything before it is in the view.
    next_offset   bigint  not null,
    -- Of everything before it the badges are in the log. What lies between the two is sent again after a crash.
    badged_offset bigint  not null,
    -- Every event after it was taken into the view. Not those before: the log had them no more, or they were too old.
    complete_after bigint not null default -1,
    primary key (generation, partition)
) with (fillfactor = 50);

-- A user's channel, or an app's "everyone". Whoever changes what counts for a user holds this row's lock, taken in the
-- order of keys.
create table feed_channel (
    key           bigint generated always as identity primary key,
    app           text collate "C" not null,
    name          text collate "C" not null,
    -- Broadcasts from before it are not in this user's feed: as the feed was last asked.
    joined        timestamptz,
    -- Grows whenever what a user has to know may be another: of their own channel, or of "everyone".
    version       bigint not null default 0,
    -- The newest word (feed.changed) that is in the view. An older one that is read again says nothing new.
    changed_at    bigint not null default -1,
    -- What is not after it was deleted with the user.
    deleted_up_to bigint not null default -1,
    -- Events that are not after it are not here any more: deleted with the user, or dropped as too old.
    forgotten_up_to bigint not null default -1,
    unique (app, name)
) with (fillfactor = 70);

-- Every event of those channels, as it is in the log. Only inserted; a week's partition is dropped when it is too old.
create table event (
    channel    bigint      not null,
    place      bigint      not null,
    created_at timestamptz not null,
    record     bytea       not null,
    -- By place, for a page of replay; the time is in it because it decides the partition.
    primary key (channel, place, created_at)
) partition by range (created_at);

-- What feeds list. A row goes when it expires. Broadcasts are rows of "everyone", one each, and have no state here.
create table item (
    channel    bigint      not null,
    place      bigint      not null,
    created_at timestamptz not null,
    id         text collate "C" not null,
    -- Empty where it has none.
    category   text collate "C" not null,
    expires_at timestamptz,
    critical   boolean     not null,
    -- What was said of this item alone. Null: the category's watermark says it.
    read       boolean,
    seen       boolean,
    archived   boolean     not null default false
) partition by range (created_at);

-- To know an item again: one that is sent twice is listed once, and a word names items by id.
create index item_id on item (channel, id);
-- The feed, newest first. Archived items are not in it: who archives all but three is not made to pass by them.
create index item_live on item (channel, place) where not archived;
-- The feed of one category; and what is newer than a watermark, when it moves into the middle of a category.
create index item_category on item (channel, category, place) where not archived;
-- The unread feed: begins at a category's watermark, and what was read one by one above it is not in it.
create index item_unread on item (channel, category, place) where not archived and read is not true;
-- What was made unread below the watermark. Few.
create index item_unread_again on item (channel, category, place) where not archived and read = false;
create index item_archived on item (channel, place) where archived;
-- What is due.
create index item_expires on item (expires_at) where expires_at is not null;

-- A user's own items, counted. Broadcasts are counted when asked.
create table counter (
    channel    bigint not null,
    category   text collate "C" not null,
    unread     bigint not null,
    unseen     bigint not null,
    -- Items up to here are read, where nothing else was said of one.
    read_up_to bigint not null default -1,
    seen_up_to bigint not null default -1,
    -- The newest item's. A watermark that is not below it leaves nothing to be counted.
    last_place bigint not null,
    primary key (channel, category)
) with (fillfactor = 70);

-- What a user said of single broadcasts. Kept as long as a broadcast can live.
create table broadcast_mark (
    user_key bigint      not null,
    id       text collate "C" not null,
    read     boolean,
    read_at  bigint      not null default -1,
    seen     boolean     not null default false,
    archived boolean     not null default false,
    said_at  timestamptz not null,
    primary key (user_key, id)
);
create index broadcast_mark_unread on broadcast_mark (user_key) where read = false;
create index broadcast_mark_archived on broadcast_mark (user_key) where archived;
create index broadcast_mark_said_at on broadcast_mark (said_at);

-- What a user said of all broadcasts up to a place, and when. Broadcasts are in another partition than the user, so either
-- may be in the view first: what holds of a broadcast is the newest word that covers it. One that a later, further one
-- covers is deleted: usually there is one row.
create table broadcast_word (
    user_key bigint not null,
    op       text collate "C" not null,
    -- Empty: of all categories.
    category text collate "C" not null,
    up_to    bigint not null,
    said_at  bigint not null,
    primary key (user_key, op, category, up_to)
);

-- Users whose counts changed without an event: an expiry. The badge is sent, then the row is deleted.
create table badge_owed (
    channel bigint primary key,
    -- How often, so that one which became due again while it was sent is kept.
    times   bigint not null default 1
);

-- The partition of a table for a week, by its Monday.
create function feed_week_of(parent text, week date) returns text language sql immutable as $$
    select parent || to_char(week, '"_"YYYY"_"MM"_"DD')
$$;

-- Makes a week's partitions, if they are not there.
create function make_feed_week(week date) returns void language plpgsql as $$
declare
    parent text;
begin
    foreach parent in array array['event', 'item'] loop
        if to_regclass(feed_week_of(parent, week)) is null then
            execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
                feed_week_of(parent, week), parent, week::timestamp at time zone 'UTC',
                (week + 7)::timestamp at time zone 'UTC');
        end if;
    end loop;
end $$;

-- The weeks that have partitions.
create function feed_weeks() returns setof date language sql stable as $$
    select to_date(substr(c.relname, 7), 'YYYY_MM_DD')
    from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'event'::regclass
$$;

-- Nobody else reads or writes a week, until the transaction ends.
create function lock_feed_week(week date) returns void language plpgsql as $$
begin
    execute format('lock table %I, %I in access exclusive mode', feed_week_of('event', week), feed_week_of('item', week));
end $$;

-- Drops a week, and notes of each channel up to where its events are no longer here.
create function drop_feed_week(week date) returns void language plpgsql as $$
begin
    execute format('update feed_channel k set forgotten_up_to = greatest(k.forgotten_up_to, e.place)
        from (select channel, max(place) as place from %I group by channel) e where k.key = e.channel',
        feed_week_of('event', week));
    execute format('drop table %I, %I', feed_week_of('event', week), feed_week_of('item', week));
end $$;

-- An app's broadcasts as one user sees them. Inlined, so what it is joined and filtered with finds the indexes.
create function broadcasts_of(of_user bigint, everyone bigint, joined timestamptz)
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
    where i.channel = everyone and (joined is null or i.created_at >= joined)
$$;

-- Those that count as unread: newer than the watermark, and the few below it that were made unread again.
create function unread_broadcasts_of(of_user bigint, everyone bigint, joined timestamptz)
returns table (place bigint, created_at timestamptz, id text, category text, expires_at timestamptz,
    read boolean, seen boolean, archived boolean)
language sql stable as $$
    select b.* from broadcasts_of(of_user, everyone, joined) b
    where not b.read and b.place > (select coalesce(max(w.up_to), -1) from broadcast_word w
        where w.user_key = of_user and w.op = 'read' and w.category = '')
    union all
    select b.* from broadcasts_of(of_user, everyone, joined) b
    where not b.read and b.place <= (select coalesce(max(w.up_to), -1) from broadcast_word w
        where w.user_key = of_user and w.op = 'read' and w.category = '')
      and b.id in (select m.id from broadcast_mark m where m.user_key = of_user and m.read = false)
$$;

create function unseen_broadcasts_of(of_user bigint, everyone bigint, joined timestamptz)
returns table (place bigint)
language sql stable as $$
    select b.place from broadcasts_of(of_user, everyone, joined) b
    where not b.seen and b.place > (select coalesce(max(w.up_to), -1) from broadcast_word w
        where w.user_key = of_user and w.op = 'seen' and w.category = '')
$$;

-- What a user has to know of: their own items, counted, and the broadcasts. A row a category; unseen broadcasts have none.
create function counts_of(of_user bigint, everyone bigint, joined timestamptz)
returns table (category text, unread bigint, unseen bigint)
language sql stable as $$
    select n.category, sum(n.unread)::bigint, sum(n.unseen)::bigint
    from (select c.category, c.unread, c.unseen from counter c where c.channel = of_user
          union all
          select b.category, 1, 0 from unread_broadcasts_of(of_user, everyone, joined) b
          union all
          select '', 0, 1 from unseen_broadcasts_of(of_user, everyone, joined) b) n
    group by n.category
$$;
