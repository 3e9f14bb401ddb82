-- Where notifications are sent; the addresses themselves are secrets of the browsers.
SELECT with_text, language, created_ts FROM push_subscriptions WHERE username = :username
