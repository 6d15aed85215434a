DROP INDEX generation_queue_of_project;
DROP INDEX images_of_project;
DROP INDEX projects_by_age;
COMMENT ON COLUMN projects.settings IS NULL;
ALTER TABLE projects DROP CONSTRAINT projects_lengths;
ALTER TABLE projects DROP COLUMN category;
ALTER TABLE projects DROP COLUMN notes;
