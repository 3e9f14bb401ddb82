-- How an account's pages look to itself.

ALTER TABLE users ADD COLUMN theme TEXT CHECK (theme IN ('system', 'light', 'dark')); -- NULL: system
ALTER TABLE users ADD COLUMN density TEXT CHECK (density IN ('comfortable', 'compact')); -- NULL: comfortable
ALTER TABLE users ADD COLUMN skin_tone INTEGER CHECK (skin_tone BETWEEN 1 AND 5); -- of emoji, light to dark; NULL: none
