package highlight

import (
	"strings"
	"testing"
	"time"
)

func joined(tokens []Token) string {
	var all strings.Builder
	for _, t := range tokens {
		all.WriteString(t.Text)
	}
	return all.String()
}

func classIn(tokens []Token, text string) string {
	for _, t := range tokens {
		if strings.Contains(t.Text, text) {
			return t.Class
		}
	}
	return "nowhere"
}

// patient tries until no expression is given up: the processor may be somebody else's meanwhile.
func patient(language, code string) (tokens []Token) {
	for range 100 {
		budget := Budget{MaxCharacters, time.Hour}
		if tokens = budget.Tokens(language, code); tokens != nil {
			break
		}
	}
	return tokens
}

func TestPartsOfCodeHaveTheirClass(t *testing.T) {
	for _, c := range []struct{ language, code, part, class string }{
		{"go", "func main() { return 12 } // so\n", "func", "k"},
		{"Go", "x := `a\nb`\n", "`a\nb`", "s"},
		{"golang", "x := 12 // so\n", "// so", "c"},
		{"py", "def f(x):\n\treturn 'a'\n", "def", "k"},
		{"js", "const a = \"b\"; // c\n", "\"b\"", "s"},
		{"sql", "SELECT 12 FROM users -- so\n", "SELECT", "k"},
		{"json", "{\"a\": 12}\n", "12", "n"},
		{"diff", "-a\n+b\n", "+b", "i"},
		{"diff", "-a\n+b\n", "-a", "d"},
		{"php", "echo 'a';\n", "echo", "k"},
		{"html", "<p class=\"a\">b</p><style>a { color: red }</style>\n", "class", "v"},
		{"dockerfile", "FROM golang\nRUN echo 'a'\n", "FROM", "k"},
		{"sh", "echo 'a' # so\n", "# so", "c"},
		{"yaml", "a: 12 # so\n", "# so", "c"},
	} {
		tokens := patient(c.language, c.code)
		if got := joined(tokens); got != c.code {
			t.Errorf("%s: %q becomes %q", c.language, c.code, got)
		}
		if class := classIn(tokens, c.part); class != c.class {
			t.Errorf("%s: %q is %q, want %q; %q", c.language, c.part, class, c.class, tokens)
		}
	}
}

// samples are texts that no language expects whole.
var samples = []string{
	"", "\n", "a", "\"", "'", "`", "/*", "/* */", "<!--", "<script>", "\\", "{{", "}}", "<?php", "ünï\u0301 中 👩‍💻 \u202e\x00\n", "a\r\nb\r",
	"if (x) { y() } else z[1] = \"a\\n\"; // c\n# d\n-- e\n", "<p class='a'>&amp;</p>\n", "key: [1, 2.5e3, 0xff]\n", "def f():\n    '''a'''\n",
}

func TestNoLanguageLosesAnythingOfCode(t *testing.T) {
	for name := range lexers() {
		for _, code := range samples {
			budget := NewBudget()
			if tokens := budget.Tokens(name, code); tokens != nil && joined(tokens) != code {
				t.Errorf("%s: %q becomes %q", name, code, joined(tokens))
			}
		}
	}
}

func TestCodeBeyondTheBudgetHasNoParts(t *testing.T) {
	budget := NewBudget()
	if budget.Tokens("go", strings.Repeat("x ", MaxCharacters/2+1)) != nil {
		t.Error("too much code has parts")
	}
	budget = Budget{Characters: 1_000, Time: time.Hour}
	half := strings.Repeat("x ", 300)
	if budget.Tokens("go", half) == nil || budget.Tokens("go", half) != nil {
		t.Error("the second half is not counted together with the first")
	}
	budget = NewBudget()
	if budget.Tokens("klingon", "x\n") != nil || budget.Tokens("", "x\n") != nil {
		t.Error("an unknown language has parts")
	}
	budget.Time = 0
	if budget.Tokens("go", "x\n") != nil {
		t.Error("no time is left, and there are parts")
	}
}

// TestSlowCodeIsGivenUp has code that takes an expression exponential time, and code that takes a lexer quadratic time.
func TestSlowCodeIsGivenUp(t *testing.T) {
	for language, code := range map[string]string{
		"go": "\"" + strings.Repeat("\\\\", 2_000) + "\n", "c": strings.Repeat("/*", 2_400), "sql": strings.Repeat("'", 4_999),
		"js": strings.Repeat("/a", 2_400), "html": strings.Repeat("<!--", 1_200), "python": strings.Repeat("f'{", 1_600),
	} {
		compiled(language)
		budget := NewBudget()
		start := startClock()
		budget.Tokens(language, code)
		took := start.stop()
		t.Log(language, took)
		if took > 20*MaxTime {
			t.Errorf("%s takes %v", language, took)
		}
	}
}

// compiled has the expressions of a language compiled.
func compiled(language string) {
	budget := NewBudget()
	budget.Tokens(language, "x\n")
}

func FuzzTokens(f *testing.F) {
	for _, code := range samples {
		for _, name := range []string{"go", "html", "php", "bash"} {
			f.Add(name, code)
		}
	}
	f.Fuzz(func(t *testing.T, language, code string) {
		budget := NewBudget()
		tokens := budget.Tokens(language, code)
		if tokens != nil && joined(tokens) != code {
			t.Fatalf("%s: %q becomes %q", language, code, joined(tokens))
		}
		if spent := MaxTime - budget.Time; spent > 20*MaxTime {
			t.Fatalf("%s: %q takes %v", language, code, spent)
		}
	})
}

func BenchmarkTokens(b *testing.B) {
	code := strings.Repeat("func f(x int) string { return \"a\" } // so\n", 100)
	for b.Loop() {
		budget := Budget{1 << 20, time.Hour}
		if budget.Tokens("go", code) == nil {
			b.Fatal("no parts")
		}
	}
}
