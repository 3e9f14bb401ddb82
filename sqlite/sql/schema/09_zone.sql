-- The zone of a person's clock, for browsers that do not tell theirs.

ALTER TABLE users ADD COLUMN zone TEXT; -- such as America/Sao_Paulo; NULL: not known
