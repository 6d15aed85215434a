ALTER TABLE models
    ADD COLUMN news text CHECK (news IN ('new', 'updated')),
    ADD COLUMN news_at timestamptz,
    ADD CONSTRAINT models_news_is_whole CHECK ((news IS NULL) = (news_at IS NULL));
COMMENT ON COLUMN models.news IS 'What happened to it last: it came, or its plugin has another version.';

CREATE TABLE model_news_seen (
    user_id  uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    model_id text NOT NULL REFERENCES models (fal_model_id) ON DELETE CASCADE,
    seen_at  timestamptz NOT NULL,
    PRIMARY KEY (user_id, model_id)
);
COMMENT ON TABLE model_news_seen IS 'When a user last looked at a model; news before that are none.';
