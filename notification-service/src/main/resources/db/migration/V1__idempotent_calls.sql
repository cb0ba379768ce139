-- One row for each call that came with an Idempotency-Key, kept for a day.
create table idempotent_call (
    app           text collate "C" not null,
    key           text collate "C" not null,
    -- SHA-256 of the path and the body: the same key with another call is refused.
    request_hash  bytea       not null,
    -- What the call publishes under. A repeat uses it again, so that readers know the event they have.
    id            uuid        not null,
    created_at    timestamptz not null default now(),
    -- Until then somebody is making the call. Past it, without an answer, nobody is: it failed, or its process died.
    leased_until  timestamptz not null,
    -- When the attempts before the present one ended; null for the first.
    unclear_until timestamptz,
    answer_status smallint,
    answer        text,
    primary key (app, key)
);

-- The oldest first: they are deleted in batches.
create index idempotent_call_created_at on idempotent_call (created_at);
