package highlight

import (
	"embed"
	"encoding/xml"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/dlclark/regexp2/v2"
)

// The files are chroma's own, but for go.xml, which is written from its rules in Go without templates in raw strings.
//
//go:embed lexers/*.xml
var files embed.FS

// longestMatch is how long one expression may look for its end; some take exponential time.
const longestMatch = 10 * time.Millisecond

// lexers has the languages by each of their names, in small letters. Their expressions are compiled when they are first used.
var lexers = sync.OnceValue(func() map[string]*chroma.RegexLexer {
	regexp2.SetTimeoutCheckPeriod(longestMatch / 5)
	entries, err := files.ReadDir("lexers")
	if err != nil {
		panic(err) // it is embedded
	}
	byName := make(map[string]*chroma.RegexLexer)
	registry := chroma.NewLexerRegistry() // for code of one language within another
	for _, entry := range entries {
		file := path.Join("lexers", entry.Name())
		config := readLexer(file, false).Config
		lexer := chroma.MustNewLexer(&config, func() chroma.Rules {
			rules := readLexer(file, true).Rules
			rules["root"] = append(rules["root"], chroma.Rule{Mutator: limit{}})
			return rules
		})
		registry.Register(lexer)
		for _, name := range append(slices.Clone(config.Aliases), config.Name) {
			byName[strings.ToLower(name)] = lexer
		}
	}
	return byName
})

// longestName is how many bytes the name of a language has at most.
const longestName = 40

// lexerOf returns that of a language by one of its names, nil for what is none.
func lexerOf(name string) *chroma.RegexLexer {
	if len(name) > longestName {
		return nil
	}
	if lexer := lexers()[name]; lexer != nil {
		return lexer
	}
	for i := range len(name) {
		if name[i] >= utf8.RuneSelf {
			return nil
		}
	}
	return lexers()[strings.ToLower(name)]
}

// Knows tells whether code of a language has colours.
func Knows(language string) bool { return lexerOf(language) != nil }

// lexerFile is a language as it is written down.
type lexerFile struct {
	Config chroma.Config `xml:"config"`
	Rules  chroma.Rules  `xml:"rules"`
}

// readLexer reads a file of ours, with or without its rules.
func readLexer(file string, whole bool) (read lexerFile) {
	data, err := files.ReadFile(file)
	if err == nil && !whole {
		before, _, _ := strings.Cut(string(data), "<rules>")
		data = []byte(before + "</lexer>")
	}
	if err == nil {
		err = xml.Unmarshal(data, &read)
	}
	if err != nil {
		panic(file + ": " + err.Error())
	}
	return read
}

// limit bounds how long each expression of a lexer takes, and is gone then.
type limit struct{}

func (limit) Mutate(*chroma.LexerState) error { return nil }

func (limit) MutateLexer(rules chroma.CompiledRules, state string, rule int) error {
	for _, compiled := range rules {
		for _, r := range compiled {
			r.Regexp.MatchTimeout = longestMatch
		}
	}
	rules[state] = slices.Delete(rules[state], rule, rule+1)
	return nil
}
