DROP TABLE plugin_registry;
DROP TABLE plugin_defaults;
DROP TABLE plugin_components;
ALTER TABLE plugins
    DROP COLUMN became_default_at,
    DROP COLUMN uploaded_by,
    DROP CONSTRAINT plugins_digest_and_id;
