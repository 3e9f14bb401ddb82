package web

import (
	"os"
	"strings"
)

// brokenView is where scripts/reload-on-change.mjs says what is wrong with a view that was saved.
const brokenView = "build/broken-view.txt"

// broken is what a designer has to mend, "" for nothing.
func (s *Server) broken() string {
	if !s.Dev {
		return ""
	}
	words, err := os.ReadFile(brokenView)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(words))
}
