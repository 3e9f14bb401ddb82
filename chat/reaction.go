package chat

import (
	"encoding/json"
	"fmt"
	"strings"
)

// MaxDistinctEmoji is how many different emoji one message can carry.
const MaxDistinctEmoji = 20

// Reaction is one emoji of a message and who reacted with it, in the order
// they did.
type Reaction struct {
	Emoji    string
	Reactors []string
}

// ToggleReaction says what a person's press on emoji does to a message with
// these reactions: add is true where it adds theirs, false where it takes it
// back. It is Conflict where it would be one emoji more than MaxDistinctEmoji.
func ToggleReaction(reactions []Reaction, user, emoji string) (add bool, err error) {
	for _, r := range reactions {
		if r.Emoji != emoji {
			continue
		}
		for _, reactor := range r.Reactors {
			if reactor == user {
				return false, nil
			}
		}
		return true, nil
	}
	if len(reactions) >= MaxDistinctEmoji {
		return false, Errorf(Conflict, "A message carries at most %d different emoji.", MaxDistinctEmoji)
	}
	return true, nil
}

// EmojiSet is the emoji people can react with, and their names: its own are those in English.
type EmojiSet struct {
	EmojiNames
	canonical map[string]string      // without variation selectors → as stored
	byName    map[string]emojiName   // what it is called
	languages map[string]*EmojiNames // by their tags
}

// variationSelector16 asks for the colourful form of a character; keyboards
// send it or leave it out for the same emoji.
const variationSelector16 = "\uFE0F"

func bareEmoji(emoji string) string { return strings.ReplaceAll(emoji, variationSelector16, "") }

// ParseEmojiSet reads the emoji data that the picker uses too (emojibase's
// format: a list of {"emoji", "annotation", "skins": [{"emoji"}]}).
func ParseEmojiSet(data []byte) (*EmojiSet, error) {
	var entries []emojiEntry
	if err := json.Unmarshal(data, &entries); err != nil {
		return nil, fmt.Errorf("emoji data: %w", err)
	}
	set := &EmojiSet{
		EmojiNames: EmojiNames{names: make(map[string]string, 2*len(entries))},
		canonical:  make(map[string]string, 2*len(entries)),
		byName:     make(map[string]emojiName, 6*len(entries)),
	}
	for _, e := range entries {
		set.add(e)
		for _, emoji := range e.spellings() {
			set.canonical[bareEmoji(emoji)] = emoji
		}
	}
	if len(set.names) == 0 {
		return nil, fmt.Errorf("emoji data: no emoji in it")
	}
	set.addNames(entries)
	index, err := ParseEmojiIndex(data)
	if err != nil {
		return nil, err
	}
	set.EmojiIndex = *index
	return set, nil
}

// Parse returns raw as the emoji that is stored. It is Invalid for anything
// that is not exactly one emoji of the set.
func (s *EmojiSet) Parse(raw string) (string, error) {
	emoji, ok := s.canonical[bareEmoji(strings.TrimSpace(raw))]
	if !ok || emoji == "" {
		return "", Errorf(Invalid, "Choose an emoji to react with.")
	}
	return emoji, nil
}

// Canonical returns the spelling of an emoji that is stored here, whether or not
// another program stored it with the same variation selectors, or the original
// under its own name for it. What is not in the set is returned as it is.
func (s *EmojiSet) Canonical(stored string) string {
	if emoji := s.canonical[bareEmoji(stored)]; emoji != "" {
		return emoji
	}
	if emoji := s.canonical[bareEmoji(originalEmoji()[stored])]; emoji != "" {
		return emoji
	}
	return stored
}
