DROP TABLE generation_presets;
