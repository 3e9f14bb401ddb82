package chat

import (
	_ "embed"
	"encoding/json"
	"sync"
)

//go:embed original_emoji.json
var originalEmojiData []byte

// originalEmoji are the emoji by the names under which the Python original stores reactions: all of its picker's.
var originalEmoji = sync.OnceValue(func() map[string]string {
	var names map[string]string
	if err := json.Unmarshal(originalEmojiData, &names); err != nil {
		panic(err) // a file of ours; TestEveryNameOfTheOriginalIsItsEmoji reads it
	}
	return names
})
