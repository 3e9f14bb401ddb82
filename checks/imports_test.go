package checks

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "minimost"

// layer is what a package may import besides the standard library. Its test files may import more.
type layer struct {
	ours       []string
	everything bool     // any third-party module but the strangers
	theirs     []string // else these third-party modules
	strangers  []string // third-party modules that it must not know although it may import others
	without    []string // standard packages that it has no use for
}

var (
	databases = []string{"zombiezen.com/go/sqlite", "modernc.org/sqlite", "github.com/gofiber/storage", "github.com/jackc/pgx"}
	web       = []string{"github.com/gofiber/fiber", "github.com/valyala/fasthttp"}
	templ     = "github.com/a-h/templ"
	counters  = "github.com/prometheus/client_golang"
)

// layers are the rules by the first element of a package's path within the module, or by all of it; "" is package main. Packages of one
// layer may import each other.
var layers = map[string]layer{
	"": {ours: []string{"cli"}},
	"cli": {
		ours: []string{"auth", "cache", "chat", "clientip", "demo", "handlers", "handlers/web", "images", "lang", "legacy", "listen", "liveness", "metrics", "page",
			"postgres", "pubsub", "push", "ratelimit", "search", "sqlite", "static", "upload", "views", "webpush"},
		everything: true,
	},
	"handlers": {
		ours: append([]string{"chat", "lang", "views"}, "handlers/account", "handlers/admin", "handlers/channel", "handlers/message",
			"handlers/presence", "handlers/program", "handlers/web"),
		everything: true, strangers: append(databases, counters), without: []string{"database/sql"},
	},
	"handlers/web":      handlersOn("auth", "cache", "clientip", "lang", "liveness", "push", "ratelimit"),
	"handlers/account":  handlersOn("auth", "export", "images", "handlers/web"),
	"handlers/admin":    handlersOn("auth", "export", "handlers/account", "handlers/web"),
	"handlers/channel":  handlersOn("cache", "search", "handlers/web"),
	"handlers/message":  handlersOn("cache", "search", "upload", "handlers/web"),
	"handlers/presence": handlersOn("auth", "cache", "push", "handlers/web"),
	"handlers/program":  handlersOn("auth", "cache", "ratelimit", "slackform", "handlers/web"),
	"push":              {ours: []string{"chat", "lang", "page"}, everything: true, strangers: append(databases, counters), without: []string{"database/sql", "os"}},
	"liveness":          {ours: []string{"chat", "push"}, without: []string{"database/sql", "net", "net/http", "os"}},
	"page":              {ours: []string{"cache", "chat", "lang", "search", "views"}, theirs: []string{templ}, without: []string{"database/sql", "net/http", "os"}},
	"auth":              {ours: []string{"auth/werkzeug", "cache", "chat", "ratelimit"}, everything: true, strangers: append(databases, counters), without: []string{"database/sql", "os"}},
	"views":             {ours: []string{"chat", "highlight", "lang"}, theirs: []string{templ, "mvdan.cc/xurls"}, without: []string{"database/sql", "net/http", "os"}},

	"highlight": {theirs: []string{"github.com/alecthomas/chroma/v2", "github.com/dlclark/regexp2/v2"}, without: []string{"database/sql", "net", "net/http", "os"}},

	"lang":             {without: []string{"database/sql", "net", "net/http", "os"}},
	"cache":            {ours: []string{"chat"}, theirs: []string{"github.com/hashicorp/golang-lru/v2"}, without: []string{"database/sql", "net/http", "os"}},
	"pubsub":           {ours: []string{"chat"}, without: []string{"database/sql", "net/http", "os"}},
	"search":           {ours: []string{"chat"}, theirs: []string{"golang.org/x/text"}, without: []string{"database/sql", "net", "net/http", "os"}},
	"sqlite":           {ours: []string{"chat", "search"}, everything: true, strangers: append(web, templ, counters)},
	"postgres":         {ours: []string{"chat", "sqlite"}, everything: true, strangers: append(web, templ, counters)},
	"postgres/cluster": {theirs: []string{"github.com/jackc/pgx/v5"}},

	"postgres/cluster/lend": {ours: []string{"postgres/cluster"}},
	"export":                {ours: []string{"chat"}, without: []string{"database/sql", "net", "net/http", "os"}},
	"demo":                  {ours: []string{"chat", "upload"}, theirs: []string{"golang.org/x/sync"}, without: []string{"database/sql", "net/http", "os"}},
	"legacy":                {ours: []string{"auth/werkzeug", "chat"}, theirs: []string{"zombiezen.com/go/sqlite"}, without: []string{"database/sql", "net", "net/http"}},
	"chat":                  {without: []string{"database/sql", "log", "log/slog", "net", "net/http", "os", "os/exec"}},

	"auth/werkzeug": {ours: []string{"chat"}, theirs: []string{"golang.org/x/crypto"}, without: []string{"database/sql", "net", "net/http", "os"}},

	"listen":    {ours: []string{"clientip"}},
	"clientip":  {without: []string{"database/sql", "net/http", "os"}},
	"ratelimit": {theirs: []string{"github.com/hashicorp/golang-lru/v2", "golang.org/x/time"}, without: []string{"database/sql", "net", "net/http", "os"}},
	"metrics":   {theirs: []string{counters}, without: []string{"database/sql", "os"}},
	"static":    {theirs: []string{"github.com/andybalholm/brotli"}},

	"webpush":   {ours: []string{"chat", "lang"}, theirs: []string{"github.com/SherClockHolmes/webpush-go"}, without: []string{"database/sql", "os"}},
	"upload":    {ours: []string{"chat", "images"}, without: []string{"database/sql", "net", "net/http", "os"}},
	"images":    {theirs: []string{"golang.org/x/image"}, without: []string{"database/sql", "net", "net/http", "os"}},
	"slackform": {without: []string{"database/sql", "net/http", "os"}},

	"testkit":          {ours: []string{"chat"}},
	"storetest":        {ours: []string{"chat", "demo", "handlers", "search", "testkit", "webpush"}},
	"storetest/empty":  {},
	"storetest/opened": {ours: []string{"chat", "sqlite", "storetest"}},
	"checks":           {},
	"e2e":              {},
}

// handlersOn is the layer of a package of handlers that builds on these of our packages beside what they all do.
func handlersOn(ours ...string) layer {
	return layer{
		ours: append([]string{"chat", "page", "views"}, ours...), everything: true, strangers: append(databases, counters),
		without: []string{"database/sql"},
	}
}

func TestImportsPointInward(t *testing.T) {
	for _, pkg := range listPackages(t) {
		own := layerOf(pkg.ImportPath)
		rule, known := layers[own]
		if !known {
			t.Errorf("%s belongs to no layer: add its rule above", pkg.ImportPath)
			continue
		}
		for _, imported := range pkg.Imports {
			switch {
			case imported == module || strings.HasPrefix(imported, module+"/"):
				if target := layerOf(imported); target != own && !slices.Contains(rule.ours, target) {
					t.Errorf("%s imports %s", pkg.ImportPath, imported)
				}
			case isStandard(imported):
				if slices.Contains(rule.without, imported) {
					t.Errorf("%s imports %s", pkg.ImportPath, imported)
				}
			case !rule.everything && !within(imported, rule.theirs), within(imported, rule.strangers):
				t.Errorf("%s imports %s", pkg.ImportPath, imported)
			}
		}
	}
}

// What only tests is imported by nothing, not even by other tests.
func TestImportsLeaveTheTestsOfTheWholeAlone(t *testing.T) {
	for _, pkg := range listPackages(t) {
		for _, imported := range slices.Concat(pkg.Imports, pkg.TestImports, pkg.XTestImports) {
			if imported == module+"/e2e" || imported == module+"/checks" {
				t.Errorf("%s imports %s", pkg.ImportPath, imported)
			}
		}
	}
}

func TestImportsHaveNoClockInRulesAndViews(t *testing.T) {
	for name, file := range parseAll(t) {
		layer, _, _ := strings.Cut(filepath.ToSlash(name), "/")
		if layer != "chat" && layer != "views" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, function := range []string{"Now", "Since", "Until"} {
			for range callsOf(file, "time", function) {
				t.Errorf("%s calls time.%s: pass the time in", name, function)
			}
		}
	}
}

type listedPackage struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func listPackages(t *testing.T) []listedPackage {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listedPackage
	decoder := json.NewDecoder(strings.NewReader(string(output)))
	for {
		var pkg listedPackage
		if err := decoder.Decode(&pkg); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		packages = append(packages, pkg)
	}
}

func layerOf(path string) string {
	path = strings.TrimPrefix(strings.TrimPrefix(path, module), "/")
	if _, own := layers[path]; own {
		return path
	}
	first, _, _ := strings.Cut(path, "/")
	return first
}

func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

func within(path string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return path == root || strings.HasPrefix(path, root+"/")
	})
}
