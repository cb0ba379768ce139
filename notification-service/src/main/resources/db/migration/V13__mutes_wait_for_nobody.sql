-- What a user mutes must not wait for a batch of the projection, which holds the rows of all its channels until it is
-- written: the channel's version stays as it is, and the tag of the counters asks for the mutes themselves.
create or replace function mute_changes_feed() returns trigger language plpgsql as $$
begin
    insert into feed_channel (app, name) values (new.app, 'user:' || new.user_id) on conflict (app, name) do nothing;
    return null;
end $$;

drop trigger mute_changes_feed on mute;
create trigger mute_changes_feed after insert on mute for each row execute function mute_changes_feed();
