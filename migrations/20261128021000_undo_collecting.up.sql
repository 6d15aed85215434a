-- Pictures that were put on a collection can be taken off again.
ALTER TABLE undo_steps
    DROP CONSTRAINT undo_steps_kind_check,
    ADD CONSTRAINT undo_steps_kind_check CHECK (kind IN ('trash', 'move', 'tag', 'favorite', 'collect'));
COMMENT ON COLUMN undo_steps.changes IS
    'For each picture its id and what it was: project_id (move), added and removed (tag), is_favorite (favorite); or where it is: collection_id (collect).';
