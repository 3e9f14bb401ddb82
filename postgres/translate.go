package postgres

import (
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"minimost/sqlite"
)

//go:embed sql
var files embed.FS

var ownStatements = sqlite.Statements(files)

// textOf is the text of a statement: that of sql/, or else the one of the shared
// code.
func textOf(name, shared string) string {
	if own := ownStatements[name]; own != "" {
		return own
	}
	return shared
}

// template is a statement in parts between its parameters.
type template struct {
	parts  []string // one more than there are places
	places []int    // which parameter stands after each part
	params []string // the parameters, once each
	// unindexes says that it may change messages that searches find.
	unindexes bool
}

// token is what translation distinguishes: a comment, which is left out, a string, a quoted name, a
// cast, a parameter, or a word.
var token = regexp.MustCompile(`--[^\n]*|'(?:[^']|'')*'|"(?:[^"]|"")*"|::\w+|:\w+|\b\w+\b`)

// translate reads a statement of SQLite's whose parameters have names. user is a
// word of PostgreSQL's own and here always a column.
func translate(text string) template {
	var t template
	numbers := make(map[string]int)
	var part strings.Builder
	rest := 0
	text = withClauses(text)
	for _, at := range token.FindAllStringIndex(text, -1) {
		part.WriteString(text[rest:at[0]])
		rest = at[1]
		switch word := text[at[0]:at[1]]; {
		case strings.HasPrefix(word, "--"):
		case word == "user":
			part.WriteString(`"user"`)
		case word[0] == ':' && word[1] != ':':
			if _, known := numbers[word]; !known {
				numbers[word] = len(t.params)
				t.params = append(t.params, word)
			}
			t.parts = append(t.parts, part.String())
			t.places = append(t.places, numbers[word])
			part.Reset()
		default:
			part.WriteString(word)
		}
	}
	part.WriteString(text[rest:])
	t.unindexes = mayUnindex(text)
	t.parts = append(t.parts, part.String())
	return t
}

// changed finds what a statement changes: SET stands behind ON CONFLICT DO UPDATE.
var changed = regexp.MustCompile(`\b(?:UPDATE|DELETE FROM)\s+"?(\w+)`)

// indifferent are the tables that are changed most, and no trigger of which leaves anything to index.
var indifferent = []string{"SET", "typing", "presence", "presence_tabs", "read_state", "sessions"}

// mayUnindex reports whether a statement changes rows that may be indexed, or of which a
// trigger may change such.
func mayUnindex(text string) bool {
	return slices.ContainsFunc(changed.FindAllStringSubmatch(text, -1), func(found []string) bool {
		return !slices.Contains(indifferent, found[1])
	})
}

var (
	insertOrIgnore = regexp.MustCompile(`(?m)^INSERT OR IGNORE INTO`)
	insertInto     = regexp.MustCompile(`(?m)^INSERT INTO (\w+)`)
	returning      = regexp.MustCompile(`(?m)^RETURNING\b`)
)

// numbered are the tables whose rows have a number that the database gives, which is
// asked for by LastInsertRowID.
var numbered = map[string]string{
	"private_channels": "id", "invites": "id", "tokens": "id", "hooks": "id", "files": "id", "removed_accounts": "number",
}

// withClauses writes at the end of an INSERT what SQLite says at its beginning or
// remembers by itself.
func withClauses(text string) string {
	text = strings.TrimRight(text, " \n")
	if insertOrIgnore.MatchString(text) {
		text = insertOrIgnore.ReplaceAllString(text, "INSERT INTO") + "\nON CONFLICT DO NOTHING"
	}
	if into := insertInto.FindStringSubmatch(text); into != nil && numbered[into[1]] != "" && !returning.MatchString(text) {
		text += "\nRETURNING " + numbered[into[1]]
	}
	return text
}

// casts are the types of parameters by what is bound. What is NULL gets its type from
// where it stands.
var casts = map[zombiezen.ColumnType]string{
	zombiezen.TypeText: "::text", zombiezen.TypeInteger: "::bigint", zombiezen.TypeFloat: "::double precision", zombiezen.TypeBlob: "::bytea", zombiezen.TypeNull: "",
}

// statement is the template for parameters of these types.
func (t template) statement(kinds []zombiezen.ColumnType) string {
	var b strings.Builder
	for i, place := range t.places {
		fmt.Fprintf(&b, "%s$%d%s", t.parts[i], place+1, casts[kinds[place]])
	}
	b.WriteString(t.parts[len(t.parts)-1])
	return b.String()
}
