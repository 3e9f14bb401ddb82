-- Symbols such as € and → are found as well: what was indexed is indexed anew, in small steps while the chat is served.

DELETE FROM search_blocks;
DELETE FROM search_grams;
