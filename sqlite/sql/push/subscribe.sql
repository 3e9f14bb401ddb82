-- Nothing for a session that has ended.
INSERT OR REPLACE INTO push_subscriptions (endpoint, username, session, key, secret, with_text, language, created_ts)
SELECT :endpoint, username, session, :key, :secret, :with_text, :language, :now FROM logins WHERE session = :session AND username = :username
