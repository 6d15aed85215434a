ALTER TABLE user_settings
    ADD COLUMN shortcuts jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(shortcuts) = 'object');
COMMENT ON COLUMN user_settings.shortcuts IS
    'Keys of pages that differ from the usual ones: is_off, and keys by the name of what they do.';
