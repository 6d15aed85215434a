-- What a project says beyond its name, and the indexes that its list and its pictures are read by.
ALTER TABLE projects ADD COLUMN notes text NOT NULL DEFAULT '';
ALTER TABLE projects ADD COLUMN category text NOT NULL DEFAULT '';
ALTER TABLE projects
    ADD CONSTRAINT projects_lengths CHECK (
        length(description) <= 2000 AND length(notes) <= 20000 AND length(category) <= 100 AND cardinality(tags) <= 30
    );
COMMENT ON COLUMN projects.notes IS 'What its owner wants to remember; nobody else sees it.';
COMMENT ON COLUMN projects.settings IS 'The key `defaults` holds what is asked for inside it when a request does not say: model_id and parameters.';
CREATE INDEX projects_by_age ON projects (user_id, created_at DESC, id DESC);
CREATE INDEX images_of_project ON images (project_id, created_at DESC, id DESC) WHERE project_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX generation_queue_of_project ON generation_queue (project_id, status) WHERE project_id IS NOT NULL;
