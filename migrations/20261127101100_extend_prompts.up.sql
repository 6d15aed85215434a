-- Prompts that their owners show to everybody, and the indexes that lists are read by.
ALTER TABLE prompts ADD COLUMN published_at timestamptz;
ALTER TABLE prompts
    ADD CONSTRAINT prompts_lengths CHECK (
        length(negative_prompt) <= 50000 AND length(category) <= 100 AND cardinality(tags) <= 30
    ),
    ADD CONSTRAINT prompts_published CHECK (NOT is_public OR published_at IS NOT NULL);
COMMENT ON COLUMN prompts.prompt_text IS 'Words, or a template with variables such as {{ subject }}.';
COMMENT ON COLUMN prompts.published_at IS 'When it was first shown to everybody; kept when it is taken back.';
COMMENT ON COLUMN prompts.usage_count IS 'How often its owner has used it.';
CREATE INDEX prompts_by_age ON prompts (user_id, created_at DESC, id DESC);
CREATE INDEX prompts_public ON prompts (published_at DESC, id DESC) WHERE is_public;
