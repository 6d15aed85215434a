DELETE FROM housekeeping_runs WHERE name = 'trashed-images';
DROP INDEX collections_of_cover_image;
DROP INDEX projects_of_cover_image;
DROP INDEX generation_queue_of_parent_image;
DROP INDEX usage_logs_of_image;
DROP INDEX images_trash_due;
DROP INDEX images_trash;
COMMENT ON COLUMN images.deleted_at IS NULL;
ALTER TABLE images
    DROP CONSTRAINT images_tags_count,
    DROP COLUMN notes,
    DROP COLUMN alt_text,
    DROP COLUMN name;
