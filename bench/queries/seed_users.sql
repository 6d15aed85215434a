-- $1: how many. Nobody can sign in as them.
INSERT INTO users (id, email, password_hash, name)
SELECT md5('user' || n)::uuid, 'other' || n || '@example.org', 'none', 'Other ' || n
FROM generate_series(1, $1) AS n
