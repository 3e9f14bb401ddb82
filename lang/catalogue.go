package lang

import (
	"embed"
	"encoding/json"
	"fmt"
)

//go:embed *.json
var files embed.FS

// Plural is a text for a number: One for 1, Other for any other.
type Plural struct {
	One   string `json:"one"`
	Other string `json:"other"`
}

type catalogue struct {
	texts   map[string]string
	plurals map[string]Plural
}

var catalogues = load()

func load() map[Language]catalogue {
	all := map[Language]catalogue{}
	for _, info := range All {
		if info.Language == English {
			continue
		}
		data, err := files.ReadFile(string(info.Language) + ".json")
		if err == nil {
			all[info.Language], err = parse(data)
		}
		if err != nil {
			panic(fmt.Sprintf("the texts in %s: %v", info.Name, err)) // a test reads them
		}
	}
	return all
}

// parse reads a file of texts: an object with a member for each, whose value is a string, or an object of Plural.
func parse(data []byte) (catalogue, error) {
	c := catalogue{texts: map[string]string{}, plurals: map[string]Plural{}}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return c, err
	}
	for key, value := range members {
		var text string
		if json.Unmarshal(value, &text) == nil {
			c.texts[key] = text
			continue
		}
		var forms Plural
		if err := json.Unmarshal(value, &forms); err != nil {
			return c, fmt.Errorf("%q: %w", key, err)
		}
		c.plurals[key] = forms
	}
	return c, nil
}

// Texts are the texts in that language by their keys, but for those of a number.
func Texts(l Language) map[string]string { return catalogues[l].texts }

// Plurals are the texts for a number by their keys, which are those that English has for many.
func Plurals(l Language) map[string]Plural { return catalogues[l].plurals }
