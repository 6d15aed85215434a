-- News for users, one for each occasion, and the rows that live pages hear of them by.
CREATE TABLE notifications (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('batch_ended', 'batch_stalled', 'schedule_paused', 'budget_reached', 'share_expiring')),
    subject_id uuid NOT NULL,
    about      text NOT NULL CHECK (length(about) <= 300),
    details    jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(details) = 'object'),
    occasion   text NOT NULL CHECK (length(occasion) BETWEEN 1 AND 200),
    created_at timestamptz NOT NULL,
    read_at    timestamptz,
    CONSTRAINT notifications_once UNIQUE (user_id, occasion)
);
COMMENT ON TABLE notifications IS 'What users are told of in the studio. Whoever writes one names its occasion, so that none is told twice.';
COMMENT ON COLUMN notifications.subject_id IS 'What it is about: a batch, a schedule, a budget, a link. It may be gone.';
COMMENT ON COLUMN notifications.about IS 'The name of that, as it was.';
COMMENT ON COLUMN notifications.details IS 'What its sentence says besides, by kind.';
CREATE INDEX notifications_by_age ON notifications (user_id, created_at DESC, id DESC);
CREATE INDEX notifications_unread ON notifications (user_id) WHERE read_at IS NULL;
CREATE INDEX notifications_created_at ON notifications (created_at);
CREATE INDEX shared_images_expires_at ON shared_images (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX shared_projects_expires_at ON shared_projects (expires_at) WHERE expires_at IS NOT NULL;

CREATE FUNCTION wants_notification(of_user uuid, of_kind text) RETURNS boolean LANGUAGE sql STABLE
RETURN COALESCE(
    (
        SELECT notifications_enabled AND COALESCE((settings -> 'notifications' ->> of_kind)::boolean, true)
        FROM user_settings WHERE user_id = of_user
    ),
    true
);
COMMENT ON FUNCTION wants_notification IS 'Everything, unless the user switched all or this kind off.';

ALTER TABLE events
    DROP CONSTRAINT events_kind,
    ADD CONSTRAINT events_kind CHECK (kind IN ('job', 'image', 'balance', 'model', 'batch', 'notification'));
INSERT INTO housekeeping_runs (name) VALUES ('notifications');
