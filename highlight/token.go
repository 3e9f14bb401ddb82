package highlight

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
)

// The bounds of what is highlighted of one text: longer code and what takes longer stays as it is.
const (
	MaxCharacters = 5_000
	MaxTime       = 20 * time.Millisecond // of the processor
)

// Budget is what is left of these for the rest of a text.
type Budget struct {
	Characters int
	Time       time.Duration
}

// NewBudget is that of a whole text.
func NewBudget() Budget { return Budget{Characters: MaxCharacters, Time: MaxTime} }

// Token is a part of code and the class of what it is, "" for what has none.
type Token struct{ Class, Text string }

// Tokens cuts code into its parts, whose texts together are the code. It returns nil for a language that is not known, and when
// the budget is used up.
func (b *Budget) Tokens(language, code string) (tokens []Token) {
	lexer := lexerOf(language)
	if lexer == nil {
		return nil
	}
	b.Characters -= utf8.RuneCountInString(code)
	if b.Characters < 0 || b.Time <= 0 || strings.IndexByte(code, '\r') >= 0 {
		return nil
	}
	defer func() {
		if recover() != nil { // a fault of a lexer costs the colours alone
			tokens = nil
		}
	}()
	if _, err := lexer.Rules(); err != nil { // it is compiled once, at nobody's expense
		return nil
	}
	return b.read(lexer, code)
}

func (b *Budget) read(lexer *chroma.RegexLexer, code string) []Token {
	start := startClock()
	defer func() { b.Time -= start.stop() }()
	next, err := lexer.Tokenise(&chroma.TokeniseOptions{State: "root"}, code)
	if err != nil {
		return nil
	}
	var tokens []Token
	at := 0
	for t := next(); t != chroma.EOF; t = next() {
		end := at + len(t.Value)
		if end > len(code) || code[at:end] != t.Value || start.spent() > b.Time {
			return nil
		}
		tokens = appendToken(tokens, classOf(t.Type), code, at, end)
		at = end
	}
	if at != len(code) {
		return nil
	}
	return tokens
}

// appendToken appends the part of code between two places, together with the one before where that is of the same class.
func appendToken(tokens []Token, class, code string, from, to int) []Token {
	if n := len(tokens); n > 0 && (tokens[n-1].Class == class || isBlank(code[from:to])) {
		last := &tokens[n-1]
		last.Text = code[from-len(last.Text) : to]
		return tokens
	}
	return append(tokens, Token{class, code[from:to]})
}

func isBlank(text string) bool { return strings.TrimSpace(text) == "" }
