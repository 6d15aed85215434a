-- Comments on a picture, newest first.
CREATE INDEX image_comments_by_age ON image_comments (image_id, created_at DESC, id DESC);
DROP INDEX image_comments_image_id;
