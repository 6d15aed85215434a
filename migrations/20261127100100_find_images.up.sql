-- Finding pictures: words, and an index for every order in which they are listed.

-- What a picture is found by. Its owner is a word too, so that a search reads only what is theirs.
CREATE FUNCTION image_search(owner uuid, name text, prompt text, tags text[], notes text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(ARRAY['owner:' || owner::text])
        || setweight(to_tsvector('pg_catalog.simple', name), 'A')
        || setweight(to_tsvector('pg_catalog.simple', array_to_string(tags, ' ')), 'B')
        || setweight(to_tsvector('pg_catalog.simple', prompt), 'C')
        || setweight(to_tsvector('pg_catalog.simple', notes), 'D')
$$;
-- Sorted as people expect, whatever the database's collation: capitals and accents make no difference.
CREATE FUNCTION image_sort_name(name text, prompt text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(lower(left(CASE WHEN name <> '' THEN name ELSE prompt END, 80)),
        'àáâãäåçèéêëìíîïñòóôõöøùúûüýÿßÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ',
        'aaaaaaceeeeiiiinoooooouuuuyysaaaaaaceeeeiiiinoooooouuuuy')
$$;

ALTER TABLE images
    ADD COLUMN search    tsvector NOT NULL GENERATED ALWAYS AS (image_search(user_id, name, prompt, tags, notes)) STORED,
    ADD COLUMN sort_name text COLLATE "C" NOT NULL GENERATED ALWAYS AS (image_sort_name(name, prompt)) STORED;
COMMENT ON COLUMN images.search IS 'Words with weights: name A, tags B, prompt C, notes D; and owner:<user_id>.';
COMMENT ON COLUMN images.sort_name IS 'The name, else the prompt, as lists by name are sorted.';

CREATE INDEX images_search ON images USING gin (search);
CREATE INDEX images_user_name ON images (user_id, sort_name, id) WHERE deleted_at IS NULL;
CREATE INDEX images_user_rating ON images (user_id, COALESCE(rating, 0::smallint), id) WHERE deleted_at IS NULL;
CREATE INDEX images_user_model ON images (user_id, model_id COLLATE "C", id) WHERE deleted_at IS NULL;
-- The old one did not know whose favourites they are.
DROP INDEX images_favorite;
CREATE INDEX images_favorite ON images (user_id, created_at DESC, id DESC) WHERE is_favorite AND deleted_at IS NULL;
