package chat

import (
	"encoding/json"
	"fmt"
	"strings"
)

// EmojiNames are what emoji are called in one language.
type EmojiNames struct {
	EmojiIndex
	names map[string]string // as stored → name
}

// Name is the emoji's name, or "" for what is not in the set.
func (n *EmojiNames) Name(emoji string) string { return n.names[emoji] }

// In are the names in the language of that tag, those in English where there are none.
func (s *EmojiSet) In(tag string) *EmojiNames {
	if names := s.languages[tag]; names != nil {
		return names
	}
	return &s.EmojiNames
}

// AddLanguage reads the names in another language, from data like those of ParseEmojiSet. An emoji is then found by its
// shortcodes there too, and by what it is called where English has no such name.
func (s *EmojiSet) AddLanguage(tag string, data []byte) error {
	var entries []emojiEntry
	if err := json.Unmarshal(data, &entries); err != nil {
		return fmt.Errorf("names of emoji in %s: %w", tag, err)
	}
	index, err := ParseEmojiIndex(data)
	if err != nil {
		return err
	}
	names := &EmojiNames{EmojiIndex: *index, names: make(map[string]string, 2*len(entries))}
	for _, e := range entries {
		names.add(e)
		emoji, err := s.Parse(e.Emoji)
		if err != nil {
			return fmt.Errorf("names of emoji in %s: English has no %s", tag, e.Emoji)
		}
		for _, code := range append(e.Shortcodes, underscored(e.Annotation)) {
			if s.byName[code].found == "" && code != "" {
				s.addName(code, emoji)
			}
		}
	}
	if s.languages == nil {
		s.languages = map[string]*EmojiNames{}
	}
	s.languages[tag] = names
	return nil
}

func (n *EmojiNames) add(e emojiEntry) {
	for _, spelling := range e.spellings() {
		n.names[spelling] = e.Annotation
	}
}

// spellings are the emoji and its tones of skin, as they are stored.
func (e emojiEntry) spellings() []string {
	all := []string{e.Emoji}
	for _, skin := range e.Skins {
		all = append(all, skin.Emoji, skin.Unicode)
	}
	spellings := all[:0]
	for _, emoji := range all {
		if emoji != "" {
			spellings = append(spellings, emoji)
		}
	}
	return spellings
}

// withoutUmlauts writes German letters as people do who have none of them on their keyboards.
var withoutUmlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// foldEmojiName is a part of a name as it is compared.
func foldEmojiName(name string) string { return withoutUmlauts.Replace(strings.ToLower(name)) }
