-- A change like any other for those who follow the channel.
UPDATE messages
SET sender = CASE sender WHEN :name THEN :shown ELSE sender END,
    deleted_by = CASE deleted_by WHEN :name THEN :shown ELSE deleted_by END,
    content = CASE content_type WHEN 'system' THEN :content ELSE content END, reactions_ts = :ts, changed_ts = :ts
WHERE id = :id
