-- Broadcasts that a user muted are not in their feed: those published between the positions that "mute" has, critical ones
-- excepted. As in V10, and inlined as there.
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
    where i.channel = everyone and (joined is null or i.created_at >= joined)
      and (i.critical or i.category = '' or not exists (
          select from feed_channel k
          join mute u on u.app = k.app and u.user_id = substr(k.name, length('user:') + 1) and u.category = i.category
          join log_epoch a on a.epoch = u.after_epoch
          left join log_epoch b on b.epoch = u.until_epoch
          where k.key = of_user and i.place > (a.generation::bigint << 40) + u.after_offset
            and (u.until_offset is null or i.place <= (b.generation::bigint << 40) + u.until_offset)))
$$;

-- Who mutes may have no feed yet: from then on there is one to be muted. And counters asked for by their tag are to be read anew.
create function mute_changes_feed() returns trigger language plpgsql as $$
begin
    insert into feed_channel as k (app, name) values (new.app, 'user:' || new.user_id)
    on conflict (app, name) do update set version = k.version + 1;
    return null;
end $$;

create trigger mute_changes_feed after insert or update on mute for each row execute function mute_changes_feed();
