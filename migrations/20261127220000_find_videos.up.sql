-- The newest videos of a user: few among many pictures, so that a list of them does not look at every picture.
CREATE INDEX images_video ON images (user_id, created_at DESC, id DESC) WHERE format = 'mp4' AND deleted_at IS NULL;
