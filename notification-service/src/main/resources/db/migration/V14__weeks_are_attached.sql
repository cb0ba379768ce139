-- A week's tables are made beside their parents and then attached: "create table .. partition of" would lock the parents
-- against all who read and write, one after the other, so that a reader who holds the second and waits for the first is in
-- a deadlock with it. And who comes while another makes the week waits for that, and then finds it.
create or replace function make_feed_week(week date) returns void language plpgsql as $$
declare
    parent text;
begin
    perform pg_advisory_xact_lock(hashtextextended('make_feed_week', 0));
    foreach parent in array array['event', 'item'] loop
        if to_regclass(feed_week_of(parent, week)) is null then
            execute format('create table %I (like %I including defaults including storage)',
                feed_week_of(parent, week), parent);
            execute format('alter table %I attach partition %I for values from (%L) to (%L)',
                parent, feed_week_of(parent, week), week::timestamp at time zone 'UTC',
                (week + 7)::timestamp at time zone 'UTC');
        end if;
    end loop;
end $$;
