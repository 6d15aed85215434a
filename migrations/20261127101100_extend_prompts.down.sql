DROP INDEX prompts_public;
DROP INDEX prompts_by_age;
COMMENT ON COLUMN prompts.usage_count IS NULL;
COMMENT ON COLUMN prompts.prompt_text IS NULL;
ALTER TABLE prompts DROP CONSTRAINT prompts_published, DROP CONSTRAINT prompts_lengths;
ALTER TABLE prompts DROP COLUMN published_at;
