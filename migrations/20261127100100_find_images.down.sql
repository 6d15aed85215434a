DROP INDEX images_favorite;
CREATE INDEX images_favorite ON images (is_favorite, created_at DESC) WHERE is_favorite;
DROP INDEX images_user_model;
DROP INDEX images_user_rating;
DROP INDEX images_user_name;
DROP INDEX images_search;
ALTER TABLE images
    DROP COLUMN sort_name,
    DROP COLUMN search;
DROP FUNCTION image_sort_name;
DROP FUNCTION image_search;
