CREATE INDEX image_comments_image_id ON image_comments (image_id, created_at);
DROP INDEX image_comments_by_age;
