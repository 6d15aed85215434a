-- In which language and time zone a user reads.
ALTER TABLE user_settings
    ADD COLUMN language text CHECK (language IN ('en', 'de')),
    ADD COLUMN time_zone text CHECK (length(time_zone) BETWEEN 1 AND 64);
COMMENT ON COLUMN user_settings.language IS 'Of pages and mails; NULL means what the browser prefers.';
COMMENT ON COLUMN user_settings.time_zone IS 'An IANA name in which times are shown; NULL means the browser''s.';
