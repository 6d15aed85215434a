-- Administrators page through everybody, newest first.
CREATE INDEX users_created ON users (created_at DESC, id DESC);
