ALTER TABLE user_settings
    DROP COLUMN language,
    DROP COLUMN time_zone;
