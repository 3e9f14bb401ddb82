-- How many bytes all files take.
SELECT bytes FROM files_total WHERE id = 1
