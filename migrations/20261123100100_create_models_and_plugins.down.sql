DROP TABLE models;
DROP TABLE plugins;
