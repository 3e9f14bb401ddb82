SELECT 'private:' || channel_id AS channel, name, declined_ts FROM declined_channels WHERE username = :username ORDER BY channel_id
