-- Whether somebody else is administrator.
SELECT 1 FROM users WHERE administrator = 1 AND deactivated_ts IS NULL AND bot_owner IS NULL AND username <> :username LIMIT 1
