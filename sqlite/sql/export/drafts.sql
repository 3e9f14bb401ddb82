SELECT channel, text, changed_ts FROM drafts WHERE user = :username ORDER BY channel
