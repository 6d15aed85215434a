-- What a link lets its visitors see and do, how its token is written, who has seen it today, and the lists of links.
ALTER TABLE shared_images
    ADD COLUMN shows_prompts boolean NOT NULL DEFAULT false,
    ADD COLUMN allows_download boolean NOT NULL DEFAULT false,
    ADD COLUMN allows_indexing boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT shared_images_token CHECK (share_token ~ '^[A-Za-z0-9_-]{24}$'),
    ADD CONSTRAINT shared_images_indexing_is_open CHECK (NOT allows_indexing OR password_hash IS NULL);
ALTER TABLE shared_projects
    ADD COLUMN shows_prompts boolean NOT NULL DEFAULT false,
    ADD COLUMN allows_download boolean NOT NULL DEFAULT false,
    ADD COLUMN allows_indexing boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT shared_projects_token CHECK (share_token ~ '^[A-Za-z0-9_-]{24}$'),
    ADD CONSTRAINT shared_projects_indexing_is_open CHECK (NOT allows_indexing OR password_hash IS NULL);
COMMENT ON COLUMN shared_images.share_token IS '144 random bits. In the clear: its owner reads the link again, and it opens nothing that this database does not hold.';
COMMENT ON COLUMN shared_images.password_hash IS 'A PHC string. Visitors are asked for the password first.';
COMMENT ON COLUMN shared_images.view_count IS 'Visitors, each once in 24 hours, without the owner and without robots.';
COMMENT ON COLUMN shared_images.allows_indexing IS 'Search engines may list the page.';
COMMENT ON COLUMN shared_projects.share_token IS 'As of shared_images.';
COMMENT ON COLUMN shared_projects.password_hash IS 'As of shared_images.';
COMMENT ON COLUMN shared_projects.view_count IS 'As of shared_images.';
COMMENT ON COLUMN shared_projects.allows_indexing IS 'As of shared_images.';
CREATE INDEX shared_images_by_age ON shared_images (created_by, created_at DESC, id DESC);
CREATE INDEX shared_projects_by_age ON shared_projects (created_by, created_at DESC, id DESC);

CREATE VIEW share_links AS
    SELECT id, image_id, NULL::uuid AS project_id, share_token, created_by, expires_at, view_count, password_hash, shows_prompts,
        allows_download, allows_indexing, created_at
    FROM shared_images
    UNION ALL
    SELECT id, NULL::uuid, project_id, share_token, created_by, expires_at, view_count, password_hash, shows_prompts,
        allows_download, allows_indexing, created_at
    FROM shared_projects;
COMMENT ON VIEW share_links IS 'Links of both kinds, which are found by their tokens in one place.';

CREATE TABLE share_views (
    link_id   uuid NOT NULL,
    visitor   bytea NOT NULL CHECK (length(visitor) = 16),
    viewed_at timestamptz NOT NULL,
    PRIMARY KEY (link_id, visitor)
);
COMMENT ON TABLE share_views IS 'Who has been counted as a visitor of a link, for 24 hours.';
COMMENT ON COLUMN share_views.visitor IS 'A keyed digest of address and browser, of no use without the studio''s secret.';
CREATE INDEX share_views_viewed_at ON share_views (viewed_at);
INSERT INTO housekeeping_runs (name) VALUES ('share-views');
