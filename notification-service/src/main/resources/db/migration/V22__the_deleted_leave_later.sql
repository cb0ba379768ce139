-- A user who is deleted gets another key, in one row: whatever hangs on the old one is nobody's any more, in that moment, however
-- much it is. Its rows are deleted afterwards, in pieces.
create table channel_deleted (
    -- As it was.
    key bigint primary key
);

-- Deletes some of what hangs on one such key: at most that many items, events and marks. False where there is none left.
create function delete_some_of_the_deleted(most integer) returns boolean language plpgsql as $$
declare
    gone bigint;
    these bigint;
    more bigint;
begin
    -- Each instance has one of its own.
    select d.key into gone from channel_deleted d order by d.key limit 1 for update skip locked;
    if gone is null then
        return false;
    end if;
    -- The counters first, as all who lock both do.
    delete from counter c where c.channel = gone and c.category in (
        select d.category from counter d where d.channel = gone limit most);
    get diagnostics more = row_count;
    delete from item i where i.channel = gone and (i.id, i.place, i.created_at) in (
        select d.id, d.place, d.created_at from item d where d.channel = gone limit most);
    get diagnostics these = row_count;
    more := more + these;
    delete from event e where e.channel = gone and (e.place, e.created_at) in (
        select d.place, d.created_at from event d where d.channel = gone limit most);
    get diagnostics these = row_count;
    more := more + these;
    delete from broadcast_mark m where m.user_key = gone and m.id in (
        select d.id from broadcast_mark d where d.user_key = gone limit most);
    get diagnostics these = row_count;
    more := more + these;
    delete from broadcast_word w where w.user_key = gone and (w.op, w.category, w.up_to) in (
        select d.op, d.category, d.up_to from broadcast_word d where d.user_key = gone limit most);
    get diagnostics these = row_count;
    more := more + these;
    if more = 0 then
        delete from badge_owed o where o.channel = gone;
        delete from channel_deleted d where d.key = gone;
    end if;
    return true;
end $$;
