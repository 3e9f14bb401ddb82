SELECT endpoint, with_text FROM push_subscriptions WHERE session = :session
