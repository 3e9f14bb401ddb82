-- Server start: everyone offline, overrides cleared.
UPDATE presence
SET state = 'offline', override = NULL, override_until = NULL, tabs_state = 'offline', tabs_seen = last_seen
