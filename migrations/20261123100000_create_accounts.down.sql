DROP TABLE user_settings;
DROP TABLE login_failures;
DROP TABLE sessions;
DROP TABLE users;
