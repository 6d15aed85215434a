-- The index that a user's boards are listed by, and what a board may say.
ALTER TABLE collections ADD CONSTRAINT collections_lengths CHECK (length(description) <= 2000);
COMMENT ON COLUMN collections.is_public IS 'Its owner wants it to be seen by others. Nothing shows it to them yet.';
COMMENT ON COLUMN collection_images.position IS 'Orders the images of a board; there may be gaps.';
CREATE INDEX collections_by_age ON collections (user_id, created_at DESC, id DESC);
