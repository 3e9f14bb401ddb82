-- name: subscribe
-- Nothing for a session that has ended.
INSERT INTO push_subscriptions (endpoint, username, session, key, secret, with_text, language, created_ts)
SELECT :endpoint, username, session, :key, :secret, :with_text, :language, :now FROM logins WHERE session = :session AND username = :username
ON CONFLICT (endpoint) DO UPDATE
SET username = excluded.username, session = excluded.session, key = excluded.key, secret = excluded.secret,
    with_text = excluded.with_text, language = excluded.language, created_ts = excluded.created_ts
