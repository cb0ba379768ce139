-- Users who were deleted and may still be named by answers that are kept for a repeat. Once all calls of before are over, the
-- answers are gone through, and the row goes.
create table call_erasure (
    app        text collate "C" not null,
    user_id    text collate "C" not null,
    deleted_at timestamptz not null,
    primary key (app, user_id)
);
