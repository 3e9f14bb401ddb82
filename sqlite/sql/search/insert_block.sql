INSERT INTO search_blocks (block, oldest_ts, newest_ts, disorder_s, directory)
VALUES (:block, :oldest_ts, :newest_ts, :disorder_s, :directory)
ON CONFLICT (block) DO NOTHING
