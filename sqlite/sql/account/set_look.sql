-- NULL stays as it is.
UPDATE users
SET theme = coalesce(:theme, theme), density = coalesce(:density, density)
WHERE username = :username
