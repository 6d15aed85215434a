UPDATE queue_pauses own SET scope = 'user'
    WHERE scope = 'own'
      AND NOT EXISTS (SELECT FROM queue_pauses other WHERE other.scope = 'user' AND other.user_id = own.user_id);
DELETE FROM queue_pauses WHERE scope = 'own';
ALTER TABLE queue_pauses
    DROP CONSTRAINT queue_pauses_scope,
    DROP CONSTRAINT queue_pauses_user,
    ADD CONSTRAINT queue_pauses_scope_check CHECK (scope IN ('everything', 'model', 'user')),
    ADD CONSTRAINT queue_pauses_user CHECK ((scope = 'user') = (user_id IS NOT NULL));
COMMENT ON COLUMN queue_pauses.scope IS NULL;
DROP TABLE queue_turns;
