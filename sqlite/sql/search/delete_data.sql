DELETE FROM search_grams WHERE id BETWEEN :first AND :last
