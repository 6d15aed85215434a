DROP INDEX collections_by_age;
COMMENT ON COLUMN collection_images.position IS NULL;
COMMENT ON COLUMN collections.is_public IS NULL;
ALTER TABLE collections DROP CONSTRAINT collections_lengths;
