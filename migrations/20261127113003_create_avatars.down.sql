UPDATE users SET avatar_url = NULL;
DROP TABLE user_avatars;
