-- NULL takes it into use again.
UPDATE users SET deactivated_ts = :deactivated_ts WHERE username = :username
