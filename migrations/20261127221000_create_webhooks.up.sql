-- Addresses of users that are told what happens, and what they are told.
CREATE TABLE webhooks (
    id              uuid PRIMARY KEY,
    user_id         uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    url             text NOT NULL CHECK (length(url) BETWEEN 8 AND 2000),
    description     text NOT NULL CHECK (length(description) <= 200),
    events          text[] NOT NULL CHECK (
        cardinality(events) BETWEEN 1 AND 7
        AND events <@ ARRAY[
            'job.completed', 'job.failed', 'job.cancelled', 'image.created', 'batch.completed', 'batch.stalled', 'schedule.paused'
        ]
    ),
    is_enabled      boolean NOT NULL,
    disabled_reason text CHECK (disabled_reason IN ('failing', 'gone')),
    failing_since   timestamptz,
    secret          bytea NOT NULL CHECK (octet_length(secret) <= 500),
    previous_secret bytea CHECK (octet_length(previous_secret) <= 500),
    previous_until  timestamptz,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CONSTRAINT webhooks_reason_of_disabled CHECK (disabled_reason IS NULL OR NOT is_enabled),
    CONSTRAINT webhooks_previous_secret_ends CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
);
COMMENT ON TABLE webhooks IS 'Addresses of users that are told what happens. Not webhook_deliveries, by which the provider tells the studio.';
COMMENT ON COLUMN webhooks.events IS 'What it is told.';
COMMENT ON COLUMN webhooks.disabled_reason IS 'Why the studio switched it off; none when its owner did.';
COMMENT ON COLUMN webhooks.failing_since IS 'The first failure since it last took something.';
COMMENT ON COLUMN webhooks.secret IS 'What requests are signed with, sealed with the installation''s key.';
COMMENT ON COLUMN webhooks.previous_secret IS 'The one before, which signs too until previous_until.';
COMMENT ON COLUMN webhooks.updated_at IS 'Tells one state of what its owner says from another.';
CREATE INDEX webhooks_by_age ON webhooks (user_id, created_at DESC, id DESC);

CREATE TABLE outgoing_deliveries (
    id              uuid PRIMARY KEY,
    webhook_id      uuid NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    event           text NOT NULL CHECK (length(event) BETWEEN 1 AND 50),
    occasion        text NOT NULL CHECK (length(occasion) BETWEEN 1 AND 200),
    data            jsonb NOT NULL CHECK (jsonb_typeof(data) = 'object'),
    status          text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'delivered', 'failed')),
    attempts        smallint NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_attempt_at timestamptz NOT NULL,
    created_at      timestamptz NOT NULL,
    attempted_at    timestamptz,
    answer_status   smallint CHECK (answer_status BETWEEN 100 AND 999),
    answer          text CHECK (length(answer) <= 1024),
    duration_ms     integer CHECK (duration_ms >= 0),
    error           text CHECK (length(error) <= 500),
    CONSTRAINT outgoing_deliveries_once UNIQUE (webhook_id, occasion),
    CONSTRAINT outgoing_deliveries_attempt_is_whole
        CHECK ((attempted_at IS NULL) = (duration_ms IS NULL) AND (attempted_at IS NOT NULL OR (answer_status IS NULL AND error IS NULL)))
);
COMMENT ON TABLE outgoing_deliveries IS 'What webhooks are told: one row for each event and webhook, written in the transaction of the event. A crash between sending and noting it sends one twice, never not at all.';
COMMENT ON COLUMN outgoing_deliveries.occasion IS 'Names what happened: the same is told once.';
COMMENT ON COLUMN outgoing_deliveries.data IS 'What is told of it, as it was then.';
COMMENT ON COLUMN outgoing_deliveries.attempts IS 'Since it was written, or asked for again.';
COMMENT ON COLUMN outgoing_deliveries.next_attempt_at IS 'When a worker may take it; one that is being sent is out of reach until the attempt must be over.';
COMMENT ON COLUMN outgoing_deliveries.answer IS 'The beginning of what the last attempt was answered, as text.';
CREATE INDEX outgoing_deliveries_due ON outgoing_deliveries (webhook_id, next_attempt_at) WHERE status = 'waiting';
CREATE INDEX outgoing_deliveries_by_age ON outgoing_deliveries (webhook_id, created_at DESC, id DESC);
CREATE INDEX outgoing_deliveries_created_at ON outgoing_deliveries (created_at);
INSERT INTO housekeeping_runs (name) VALUES ('webhook-deliveries');

ALTER TABLE notifications
    DROP CONSTRAINT notifications_kind_check,
    ADD CONSTRAINT notifications_kind_check CHECK (
        kind IN ('batch_ended', 'batch_stalled', 'schedule_paused', 'budget_reached', 'share_expiring', 'webhook_disabled')
    );
