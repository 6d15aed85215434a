-- Turns between users, and a user's own pause apart from an administrator's.

CREATE TABLE queue_turns (
    user_id    uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    turn_at    timestamptz NOT NULL
);
COMMENT ON TABLE queue_turns IS 'When a job of a user was last released: whose turn is longest ago goes first among equals.';

ALTER TABLE queue_pauses
    DROP CONSTRAINT queue_pauses_scope_check,
    DROP CONSTRAINT queue_pauses_user,
    ADD CONSTRAINT queue_pauses_scope CHECK (scope IN ('everything', 'model', 'user', 'own')),
    ADD CONSTRAINT queue_pauses_user CHECK ((scope IN ('user', 'own')) = (user_id IS NOT NULL));
UPDATE queue_pauses SET scope = 'own' WHERE scope = 'user' AND paused_by = user_id;
COMMENT ON COLUMN queue_pauses.scope IS 'user is an administrator''s pause of somebody''s queue, own is that of the queue''s owner; each is ended by whom it belongs to.';
