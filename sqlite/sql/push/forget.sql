DELETE FROM push_subscriptions WHERE endpoint = :endpoint
