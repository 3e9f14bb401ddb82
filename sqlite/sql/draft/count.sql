SELECT count(*) AS drafts FROM drafts WHERE user = :user
