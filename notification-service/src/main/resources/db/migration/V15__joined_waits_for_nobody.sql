-- Since when a user is there, as the feed was last asked: of its own, because a feed that is read must not wait for a batch of
-- the projection, which holds the rows of all its channels until it is written. feed_channel.joined is of no use any more, and
-- is dropped by the next version.
create table feed_joined (
    app    text collate "C" not null,
    name   text collate "C" not null,
    joined timestamptz not null,
    primary key (app, name)
) with (fillfactor = 70);

insert into feed_joined (app, name, joined) select app, name, joined from feed_channel where joined is not null;
