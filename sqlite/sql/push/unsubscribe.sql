DELETE FROM push_subscriptions WHERE session = :session
