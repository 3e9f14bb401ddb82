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

// emojiName is what a name stands for, as it is stored: the emoji that is found by it, and the one whose shortcode it is, which is
// another where the original calls one so, or Unicode.
type emojiName struct{ found, code string }

// addNames notes what the entries are called: by the name that the original has for them, else the short name that Unicode's CLDR
// gives them, with underscores, else a common shortcode; the first of two alike.
func (s *EmojiSet) addNames(entries []emojiEntry) {
	for _, e := range entries {
		for _, code := range e.Shortcodes {
			s.byName[code] = emojiName{e.Emoji, e.Emoji}
		}
	}
	for i := len(entries) - 1; i >= 0; i-- {
		s.addName(underscored(entries[i].Annotation), entries[i].Emoji)
	}
	for name, emoji := range originalEmoji() {
		if emoji, err := s.Parse(emoji); err == nil {
			s.addName(name, emoji)
		}
	}
	delete(s.byName, "")
}

func (s *EmojiSet) addName(name, emoji string) {
	s.byName[name] = emojiName{found: emoji, code: s.byName[name].code}
}

// Find returns the emoji as it is stored, for its name or for the emoji itself.
func (s *EmojiSet) Find(raw string) (emoji string, found bool) {
	if emoji, err := s.Parse(raw); err == nil {
		return emoji, true
	}
	name := strings.ToLower(strings.Trim(strings.TrimSpace(raw), ":"))
	known, found := s.byName[name]
	if !found {
		known, found = s.byName[underscored(name)]
	}
	return known.found, found
}

// Named returns the emoji that a text names so, or "": as its picker and what completes names call them, not as the original does,
// which has 😊 for "smile".
func (s *EmojiSet) Named(name string) string {
	known := s.byName[name]
	if known.code != "" {
		return known.code
	}
	return known.found
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
