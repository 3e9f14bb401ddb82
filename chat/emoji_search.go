package chat

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// MaxSkinTone is the darkest of the five skin tones of emoji; 1 is the lightest,
// 0 none.
const MaxSkinTone = 5

// EmojiIndex finds emoji by what people type of their names.
type EmojiIndex struct {
	entries []searchedEmoji // in the order in which pickers have them
}

type searchedEmoji struct {
	emoji string
	codes []string // shortcodes, such as "thumbs_up"
	words []string // of its name and tags
	skins [MaxSkinTone + 1]string
}

// EmojiMatch is an emoji that was found and the shortcode by which it was.
type EmojiMatch struct {
	Emoji, Shortcode string
}

// ParseEmojiIndex reads the emoji data that ParseEmojiSet reads.
func ParseEmojiIndex(data []byte) (*EmojiIndex, error) {
	var raw []struct {
		Emoji      string   `json:"emoji"`
		Annotation string   `json:"annotation"`
		Shortcodes []string `json:"shortcodes"`
		Tags       []string `json:"tags"`
		Skins      []struct {
			Emoji   string          `json:"emoji"`
			Unicode string          `json:"unicode"`
			Tone    json.RawMessage `json:"tone"` // a number, or a list of two for two people
		} `json:"skins"`
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("emoji data: %w", err)
	}
	index := &EmojiIndex{entries: make([]searchedEmoji, 0, len(raw))}
	for _, r := range raw {
		e := searchedEmoji{emoji: r.Emoji, codes: r.Shortcodes, words: slices.Concat(strings.Fields(r.Annotation), r.Tags)}
		if e.emoji == "" || len(e.codes) == 0 {
			continue
		}
		for i, word := range e.words {
			e.words[i] = foldEmojiName(word)
		}
		for _, skin := range r.Skins {
			var tone int
			if json.Unmarshal(skin.Tone, &tone) == nil && tone > 0 && tone <= MaxSkinTone {
				e.skins[tone] = cmp.Or(skin.Emoji, skin.Unicode)
			}
		}
		index.entries = append(index.entries, e)
	}
	return index, nil
}

// How an emoji fits what was typed, the best first.
const (
	codeIs = iota
	codeStarts
	codePartStarts
	wordStarts
	noFit
)

// Search lists the emoji that fit what was typed of a name, the one that is called
// so first, in the skin tone given where they have one.
func (x *EmojiIndex) Search(typed string, tone, most int) []EmojiMatch {
	typed = foldEmojiName(typed)
	type found struct {
		EmojiMatch
		fit int
	}
	var all []found
	for i := range x.entries {
		e := &x.entries[i]
		if code, fit := e.fit(typed); fit < noFit {
			all = append(all, found{EmojiMatch{Emoji: e.in(tone), Shortcode: code}, fit})
		}
	}
	slices.SortStableFunc(all, func(a, b found) int {
		if a.fit == codeStarts && b.fit == codeStarts { // of ":hea" a heart is nearer than heart_eyes
			return cmp.Compare(len(a.Shortcode), len(b.Shortcode))
		}
		return cmp.Compare(a.fit, b.fit)
	})
	matches := make([]EmojiMatch, 0, most)
	for _, f := range all[:min(most, len(all))] {
		matches = append(matches, f.EmojiMatch)
	}
	return matches
}

// in is the emoji in a skin tone, where it has one.
func (e *searchedEmoji) in(tone int) string {
	if tone < 0 || tone > MaxSkinTone {
		return e.emoji
	}
	return cmp.Or(e.skins[tone], e.emoji)
}

// fit is how well the emoji fits, and the shortcode that fits best.
func (e *searchedEmoji) fit(typed string) (code string, fit int) {
	code, fit = e.codes[0], noFit
	better := func(c string, f int) {
		if f < fit || f == fit && f == codeStarts && len(c) < len(code) {
			code, fit = c, f
		}
	}
	for _, c := range e.codes {
		switch {
		case c == typed:
			better(c, codeIs)
		case strings.HasPrefix(c, typed):
			better(c, codeStarts)
		case strings.Contains(c, "_"+typed):
			better(c, codePartStarts)
		}
	}
	if slices.ContainsFunc(e.words, func(word string) bool { return strings.HasPrefix(word, typed) }) {
		better(e.codes[0], wordStarts)
	}
	return code, fit
}
