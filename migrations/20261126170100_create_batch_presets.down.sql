DROP TABLE batch_presets;
