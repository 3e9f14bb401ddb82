package static_test

import (
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"

	"minimost/static"
)

func scripts(sources map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, source := range sources {
		fsys["js/"+name] = &fstest.MapFile{Data: []byte(source)}
	}
	return fsys
}

func TestJoinedModulesRunOnceEachAfterWhatTheyImport(t *testing.T) {
	fsys := scripts(map[string]string{
		"app.js":       "import { page } from \"./page.js\";\nimport * as two from \"./two-words.js\";\nconst own = 1;\ntold.push(page, two.start(), two.Kind.name, own);\n",
		"page.js":      "told.push(\"page\");\nexport const page = \"p\";\nconst own = 2;\n",
		"two-words.js": "import { page as same } from \"./page.js\";\ntold.push(\"two\");\nexport function start() {\n  return same + own;\n}\nexport class Kind {}\nconst own = 3;",
	})
	joined := get(t, load(t, fsys), "js/app.js", "").body
	output, err := exec.CommandContext(t.Context(), "node", "--input-type=module", "-e", "const told = [];\n"+joined+"\nconsole.log(told.join());").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	if got := strings.TrimSpace(string(output)); got != "page,two,p,p3,Kind,1" {
		t.Errorf("told %s", got)
	}
}

func TestAPageOfTodayLoadsOneModuleAndAnOlderOneFindsEach(t *testing.T) {
	files, err := static.Load(static.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	joined := get(t, files, "js/app.js", "").body
	if strings.Contains(joined, "\nimport ") || strings.Contains(joined, "\nexport ") {
		t.Error("js/app.js imports or exports")
	}
	if module := get(t, files, "js/live.js", "").body; !strings.Contains(module, "\nimport ") {
		t.Error("js/live.js is not served as it is")
	}
}

func TestModulesThatCannotBeJoinedAreNamed(t *testing.T) {
	for want, other := range map[string]string{
		"js/other.js imports what imports it": "import * as self from \"./other.js\";\n",
		`js/other.js: "export default 1;"`:    "export default 1;\n",
		`js/other.js: "import './page.js';"`:  "import './page.js';\n",
		`js/other.js: "export let late = 1;"`: "export let late = 1;\n",
		"open js/missing.js":                  "import { x } from \"./missing.js\";\n",
	} {
		_, err := static.Load(scripts(map[string]string{"app.js": "import * as other from \"./other.js\";\n", "other.js": other}))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", other, err, want)
		}
	}
}
