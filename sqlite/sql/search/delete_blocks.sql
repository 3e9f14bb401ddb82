DELETE FROM search_blocks WHERE block BETWEEN :first AND :last
