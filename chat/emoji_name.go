package chat

import (
	"encoding/json"
	"fmt"
	"strings"
)

// EmojiNames finds emoji by what they are called: the name that the original has
// for them, else the short name that Unicode's CLDR gives them, with
// underscores, else a common shortcode.
type EmojiNames struct {
	set    *EmojiSet
	byName map[string]string
}

// ParseEmojiNames reads the emoji data that ParseEmojiSet reads, for the names
// in it.
func ParseEmojiNames(data []byte) (*EmojiNames, error) {
	set, err := ParseEmojiSet(data)
	if err != nil {
		return nil, err
	}
	var entries []struct {
		Emoji      string   `json:"emoji"`
		Annotation string   `json:"annotation"`
		Shortcodes []string `json:"shortcodes"`
	}
	if err := json.Unmarshal(data, &entries); err != nil {
		return nil, fmt.Errorf("emoji data: %w", err)
	}
	n := &EmojiNames{set: set, byName: make(map[string]string, 3*len(entries))}
	for _, e := range entries {
		for _, code := range e.Shortcodes {
			n.byName[code] = e.Emoji
		}
	}
	// Last, because a short name wins over a shortcode; the first of two alike.
	for i := len(entries) - 1; i >= 0; i-- {
		n.byName[underscored(entries[i].Annotation)] = entries[i].Emoji
	}
	delete(n.byName, "")
	return n, nil
}

// Find returns the emoji as it is stored, for its name or for the emoji itself.
func (n *EmojiNames) Find(raw string) (emoji string, found bool) {
	if emoji, err := n.set.Parse(raw); err == nil {
		return emoji, true
	}
	name := strings.ToLower(strings.Trim(strings.TrimSpace(raw), ":"))
	if emoji, err := n.set.Parse(originalEmoji()[name]); err == nil {
		return emoji, true
	}
	if emoji, found = n.byName[name]; !found {
		emoji, found = n.byName[underscored(name)]
	}
	return emoji, found
}

// underscored joins the words of a name with underscores.
func underscored(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127 && r != '’')
	})
	return strings.Join(words, "_")
}
