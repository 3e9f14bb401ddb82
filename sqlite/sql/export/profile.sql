-- All that stands in the account, but for the columns of withheld.
SELECT * FROM users WHERE username = :username
