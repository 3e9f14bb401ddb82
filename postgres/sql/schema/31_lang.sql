-- The language that an account's pages are written in.

ALTER TABLE users ADD COLUMN language text CHECK (length(language) BETWEEN 2 AND 35); -- its tag, such as 'de', or 'browser'; NULL: browser
