package chat

import "strings"

// emojiEntry is one of the emoji data.
type emojiEntry struct {
	Emoji      string   `json:"emoji"`
	Annotation string   `json:"annotation"`
	Shortcodes []string `json:"shortcodes"`
	Skins      []struct {
		Emoji   string `json:"emoji"`
		Unicode string `json:"unicode"`
	} `json:"skins"`
}

// addNames notes what the entries are called: by the name that the original has for them, else the short name that Unicode's CLDR
// gives them, with underscores, else a common shortcode; the first of two alike.
func (s *EmojiSet) addNames(entries []emojiEntry) {
	for _, e := range entries {
		for _, code := range e.Shortcodes {
			s.byName[code], s.byCode[code] = e.Emoji, e.Emoji
		}
	}
	for i := len(entries) - 1; i >= 0; i-- {
		s.byName[underscored(entries[i].Annotation)] = entries[i].Emoji
	}
	for name, emoji := range originalEmoji() {
		if emoji, err := s.Parse(emoji); err == nil {
			s.byName[name] = emoji
		}
	}
	delete(s.byName, "")
}

// Find returns the emoji as it is stored, for its name or for the emoji itself.
func (s *EmojiSet) Find(raw string) (emoji string, found bool) {
	if emoji, err := s.Parse(raw); err == nil {
		return emoji, true
	}
	name := strings.ToLower(strings.Trim(strings.TrimSpace(raw), ":"))
	if emoji, found = s.byName[name]; !found {
		emoji, found = s.byName[underscored(name)]
	}
	return emoji, found
}

// Named returns the emoji that a text names so, or "": as its picker and what completes names call them, not as the original does,
// which has 😊 for "smile".
func (s *EmojiSet) Named(name string) string {
	if emoji := s.byCode[name]; emoji != "" {
		return emoji
	}
	return s.byName[name]
}

// Length returns how many bytes the longest emoji has that a text starts with, 0 without one.
func (s *EmojiSet) Length(text string) int {
	length, characters := 0, 0
	for at, r := range text {
		if at > 0 && (s.names[text[:at]] != "" || s.canonical[bareEmoji(text[:at])] != "") {
			length = at
		}
		if characters++; characters > longestEmoji || r == ' ' {
			return length
		}
	}
	if s.canonical[bareEmoji(text)] != "" {
		length = len(text)
	}
	return length
}

// longestEmoji is how many code points an emoji has at most, with its variation selectors.
const longestEmoji = 16

// underscored joins the words of a name with underscores.
func underscored(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127 && r != '’')
	})
	return strings.Join(words, "_")
}
