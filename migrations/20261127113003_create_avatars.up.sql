-- Pictures of people: small, and gone with the account, so they live beside it.
CREATE TABLE user_avatars (
    user_id    uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    sha256     bytea NOT NULL CHECK (length(sha256) = 32),
    webp       bytea NOT NULL CHECK (length(webp) BETWEEN 1 AND 262144),
    updated_at timestamptz NOT NULL
);
COMMENT ON TABLE user_avatars IS 'Pictures of people, square and at most 256 pixels wide, decoded and written anew by the studio.';
COMMENT ON COLUMN user_avatars.sha256 IS 'Of the file; part of its address, which nobody guesses.';
