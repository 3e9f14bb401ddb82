SELECT block, oldest_ts, newest_ts, disorder_s, directory FROM search_blocks ORDER BY block DESC
