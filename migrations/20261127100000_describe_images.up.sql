-- What owners say about their pictures, and the trash.
ALTER TABLE images
    ADD COLUMN name     text NOT NULL DEFAULT '' CHECK (length(name) <= 200),
    ADD COLUMN alt_text text NOT NULL DEFAULT '' CHECK (length(alt_text) <= 1000),
    ADD COLUMN notes    text NOT NULL DEFAULT '' CHECK (length(notes) <= 10000),
    ADD CONSTRAINT images_tags_count CHECK (cardinality(tags) <= 30);
COMMENT ON COLUMN images.name IS 'What its owner calls it; empty: it has no name.';
COMMENT ON COLUMN images.alt_text IS 'What it shows, for those who do not see it; empty: the prompt stands for it.';
COMMENT ON COLUMN images.deleted_at IS 'When it was moved to the trash. A copy of the row that shares its object locks this row FOR SHARE while it is made, so that a purge sees it.';

-- The trash of a user, newest first; and of everybody, the longest there first.
CREATE INDEX images_trash ON images (user_id, deleted_at DESC, id DESC) WHERE deleted_at IS NOT NULL;
CREATE INDEX images_trash_due ON images (deleted_at) WHERE deleted_at IS NOT NULL;
-- What names a picture must be found when it is purged.
CREATE INDEX usage_logs_of_image ON usage_logs (image_id) WHERE image_id IS NOT NULL;
CREATE INDEX generation_queue_of_parent_image ON generation_queue (parent_image_id) WHERE parent_image_id IS NOT NULL;
CREATE INDEX projects_of_cover_image ON projects (cover_image_id) WHERE cover_image_id IS NOT NULL;
CREATE INDEX collections_of_cover_image ON collections (cover_image_id) WHERE cover_image_id IS NOT NULL;

INSERT INTO housekeeping_runs (name) VALUES ('trashed-images');
