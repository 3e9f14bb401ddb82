SELECT count(*) AS blocks FROM blocks WHERE blocker = :blocker
