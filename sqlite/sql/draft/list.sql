SELECT channel, text, changed_ts FROM drafts WHERE user = :user ORDER BY channel
