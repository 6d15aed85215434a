DELETE FROM housekeeping_runs WHERE name = 'notifications';
DELETE FROM events WHERE kind = 'notification';
ALTER TABLE events
    DROP CONSTRAINT events_kind,
    ADD CONSTRAINT events_kind CHECK (kind IN ('job', 'image', 'balance', 'model', 'batch'));
DROP FUNCTION wants_notification;
DROP INDEX shared_projects_expires_at;
DROP INDEX shared_images_expires_at;
DROP TABLE notifications;
