-- NULL stays as it is; the skin tone 0 is none.
UPDATE users
SET theme = coalesce(:theme, theme), density = coalesce(:density, density),
    language = coalesce(:language, language),
    skin_tone = nullif(coalesce(:skin_tone, skin_tone), 0)
WHERE username = :username
