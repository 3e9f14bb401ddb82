-- The language that a browser asks for, in which it is told of messages while its account leaves the language to it.

ALTER TABLE push_subscriptions ADD COLUMN language TEXT CHECK (length(language) BETWEEN 2 AND 35); -- its tag, such as 'de'; NULL: not known
