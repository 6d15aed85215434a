DELETE FROM housekeeping_runs WHERE name = 'share-views';
DROP TABLE share_views;
DROP VIEW share_links;
DROP INDEX shared_projects_by_age;
DROP INDEX shared_images_by_age;
COMMENT ON COLUMN shared_projects.view_count IS NULL;
COMMENT ON COLUMN shared_projects.password_hash IS NULL;
COMMENT ON COLUMN shared_projects.share_token IS NULL;
COMMENT ON COLUMN shared_images.view_count IS NULL;
COMMENT ON COLUMN shared_images.password_hash IS NULL;
COMMENT ON COLUMN shared_images.share_token IS NULL;
ALTER TABLE shared_projects
    DROP CONSTRAINT shared_projects_indexing_is_open, DROP CONSTRAINT shared_projects_token,
    DROP COLUMN allows_indexing, DROP COLUMN allows_download, DROP COLUMN shows_prompts;
ALTER TABLE shared_images
    DROP CONSTRAINT shared_images_indexing_is_open, DROP CONSTRAINT shared_images_token,
    DROP COLUMN allows_indexing, DROP COLUMN allows_download, DROP COLUMN shows_prompts;
