package search

import (
	"strings"
	"testing"
	"unicode"
)

func TestSentencesAboutAQueryHaveNoControlCharacters(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"\x01", "has:a\x1b[31mb", "is:\u202eevil", "\"no\tend\x07", "-on:2026-11-25\x00", "in:\x02"} {
		_, err := Parse(query, nil)
		if err != nil && strings.ContainsFunc(err.Error(), func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
			t.Errorf("%q is refused with %q", query, err)
		}
	}
}

func TestAQuotedNameIsThatOfTheFilter(t *testing.T) {
	t.Parallel()
	for name, taken := range map[string]bool{
		"plans": true, "Project Aurora": true, "a:b": true, "-x": true, "東京 2026": true, `the "best"`: false, "“fine”": true, "#x": false, "# x": false,
	} {
		quoted := Quote(name)
		if (quoted != "") != taken {
			t.Errorf("%q is quoted as %q", name, quoted)
		}
		if quoted == "" {
			continue
		}
		q, err := Parse("in:"+quoted, nil)
		if err != nil || len(q.In) != 1 || q.In[0].Name != name {
			t.Errorf("in:%s is %v, %v", quoted, q.In, err)
		}
	}
}

func TestSentencesAboutAQueryKeepTheirOrder(t *testing.T) {
	for _, query := range []string{`has:שלום`, `"שלום`} {
		if _, err := Parse(query, nil); err == nil || !strings.Contains(err.Error(), "\u2068"+query+"\u2069") {
			t.Errorf("%s: %q", query, err)
		}
	}
}
