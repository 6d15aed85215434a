DROP TABLE model_news_seen;
ALTER TABLE models DROP CONSTRAINT models_news_is_whole, DROP COLUMN news_at, DROP COLUMN news;
