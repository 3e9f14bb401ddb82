package static_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"

	"minimost/static"
	"minimost/views/gallery"
)

var long = strings.Repeat("a longer line that compresses well\n", 100)

func tree() fstest.MapFS {
	return fstest.MapFS{
		"css/a-first-by-name.css": {Data: []byte("a{}")},
		"css/layers.css":          {Data: []byte("@layer reset, base;")},
		"css/z.css":               {Data: []byte("z{}")},
		"js/live.js":              {Data: []byte(long)},
		"js/README.md":            {Data: []byte("notes")},
		"icons/dot.png":           {Data: []byte(long)},
		"static.go":               {Data: []byte("package static")},
	}
}

func load(t *testing.T, fsys fstest.MapFS) *static.Files {
	t.Helper()
	files, err := static.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// answer is what Serve said.
type answer struct {
	status int
	header map[string]string
	body   string
}

func serve(files *static.Files, path, acceptEncoding, ifNoneMatch string) answer {
	header := map[string]string{}
	status, body := files.Serve(path, acceptEncoding, ifNoneMatch, func(name, value string) { header[name] = value })
	return answer{status, header, string(body)}
}

// get asks for a file as a page of today does.
func get(t *testing.T, files *static.Files, name, acceptEncoding string) answer {
	t.Helper()
	a := serve(files, strings.TrimPrefix(files.Base(), "/static/")+"/"+name, acceptEncoding, "")
	if a.status != 200 {
		t.Fatalf("%s is answered %d", name, a.status)
	}
	return a
}

func TestBundleStartsWithTheLayersThenFollowsTheNames(t *testing.T) {
	sheet := get(t, load(t, tree()), static.Bundle, "").body
	layers, first, last := strings.Index(sheet, "@layer"), strings.Index(sheet, "a{}"), strings.Index(sheet, "z{}")
	if layers < 0 || first < layers || last < first {
		t.Fatalf("wrong order:\n%s", sheet)
	}
}

func TestBaseChangesWithAnyContentAndWithNothingElse(t *testing.T) {
	before := load(t, tree()).Base()
	if again := load(t, tree()).Base(); again != before {
		t.Fatalf("the same tree gave %s and %s", before, again)
	}
	for name, changes := range map[string]bool{"css/z.css": true, "js/live.js": true, "icons/dot.png": true, "js/README.md": false} {
		changed := tree()
		changed[name] = &fstest.MapFile{Data: []byte("other")}
		if base := load(t, changed).Base(); (base != before) != changes {
			t.Errorf("change of %s: base %s, before %s", name, base, before)
		}
	}
	if !strings.HasPrefix(before, "/static/") || strings.HasSuffix(before, "/") {
		t.Errorf("base is %q", before)
	}
}

func TestServesNothingOutsideTheTree(t *testing.T) {
	directory := t.TempDir()
	if err := os.CopyFS(directory, tree()); err != nil {
		t.Fatal(err)
	}
	for kind, files := range map[string]*static.Files{"loaded": load(t, tree()), "live": static.Dir(filepath.Join(directory, "js"))} {
		for _, name := range []string{"", ".", "js", "js/", "js/README.md", "static.go", "css/z.css", "../js/live.js", "../icons/dot.png", "/etc/hosts.txt", "js/missing.js"} {
			a := serve(files, strings.TrimPrefix(files.Base(), "/static/")+"/"+name, "br", "*")
			if a.status != 404 || a.body != "" || len(a.header) > 0 {
				t.Errorf("%s: %q is answered %+v", kind, name, a)
			}
		}
	}
}

func TestCompressesWhatTheClientAccepts(t *testing.T) {
	files := load(t, tree())
	tags := map[string]string{}
	for header, encoding := range map[string]string{
		"":                        "",
		"identity":                "",
		"gzip":                    "gzip",
		"gzip, deflate, br, zstd": "br",
		"br;q=0, GZIP;q=0.5":      "gzip",
		"br; q=0.000, gzip;q=x":   "",
		"brotli":                  "",
	} {
		a := get(t, files, "js/live.js", header)
		if got, set := a.header["Content-Encoding"]; got != encoding || set != (encoding != "") {
			t.Errorf("%q gave %q, want %q", header, got, encoding)
			continue
		}
		if a.header["Content-Type"] != "text/javascript; charset=utf-8" || a.header["Vary"] != "Accept-Encoding" {
			t.Errorf("%q gave %v", header, a.header)
		}
		if expand(t, a) != long {
			t.Errorf("%q does not expand to the file", header)
		}
		tag := a.header["ETag"]
		if other, seen := tags[tag]; seen && other != encoding {
			t.Errorf("%q and %q share the tag %s", encoding, other, tag)
		}
		tags[tag] = encoding
	}
	if again := get(t, load(t, tree()), "js/live.js", "br").header["ETag"]; tags[again] != "br" {
		t.Errorf("the tag moved to %s", again)
	}
}

func expand(t *testing.T, a answer) string {
	t.Helper()
	var reader io.Reader = strings.NewReader(a.body)
	switch a.header["Content-Encoding"] {
	case "br":
		reader = brotli.NewReader(reader)
	case "gzip":
		unzipped, err := gzip.NewReader(reader)
		if err != nil {
			t.Fatal(err)
		}
		reader = unzipped
	}
	body, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestWhatTheClientHasIsNotSentAgain(t *testing.T) {
	files := load(t, tree())
	first := get(t, files, "js/live.js", "gzip")
	path := strings.TrimPrefix(files.Base(), "/static/") + "/js/live.js"
	for header, status := range map[string]int{
		first.header["ETag"]:                     304,
		"W/" + first.header["ETag"]:              304,
		`"other", ` + first.header["ETag"] + ` `: 304,
		"*":                                      304,
		`"other"`:                                200,
		"":                                       200,
	} {
		a := serve(files, path, "gzip", header)
		if a.status != status || (a.body == "") != (status == 304) || a.header["ETag"] != first.header["ETag"] || a.header["Vary"] == "" || a.header["Cache-Control"] == "" {
			t.Errorf("If-None-Match %s is answered %d with %v", header, a.status, a.header)
		}
	}
	if a := serve(files, path, "br", first.header["ETag"]); a.status != 200 {
		t.Errorf("another encoding is answered %d", a.status)
	}
}

func TestAnAddressOfEarlierIsNotKept(t *testing.T) {
	files := load(t, tree())
	for _, version := range []string{"0123456789ab", ""} {
		a := serve(files, version+"/js/live.js", "", "")
		if a.status != 200 || a.body != long || a.header["Cache-Control"] != "no-cache" {
			t.Errorf("%q is answered %d with %v", version, a.status, a.header)
		}
	}
}

func TestImagesAndTinyFilesStayAsTheyAre(t *testing.T) {
	files := load(t, tree())
	for _, name := range []string{"icons/dot.png", static.Bundle} {
		a := get(t, files, name, "br, gzip")
		if encoding, vary := a.header["Content-Encoding"], a.header["Vary"]; encoding != "" || vary != "" {
			t.Errorf("%s was compressed to %q and varies by %q", name, encoding, vary)
		}
	}
}

func TestDirShowsASavedFileAtOnce(t *testing.T) {
	directory := t.TempDir()
	if err := os.CopyFS(directory, tree()); err != nil {
		t.Fatal(err)
	}
	files := static.Dir(directory)
	before := get(t, files, static.Bundle, "").header["ETag"]
	save := func(name, content string) {
		if err := os.WriteFile(filepath.Join(directory, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	save("css/new.css", "new{}")
	save("js/live.js", "saved")

	sheet := get(t, files, static.Bundle, "")
	if !strings.Contains(sheet.body, "new{}") || sheet.header["ETag"] == before {
		t.Error("the bundle is an old one")
	}
	script := get(t, files, "js/live.js", "")
	if script.body != "saved" {
		t.Errorf("the script is %q", script.body)
	}
	if cached := script.header["Cache-Control"]; cached != "no-store" {
		t.Errorf("a live tree may be cached: %s", cached)
	}
}

func TestEmbeddedTreeHoldsWhatPagesLoad(t *testing.T) {
	files, err := static.Load(static.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		static.Bundle,
		"vendor/htmx.min.js",
		"vendor/idiomorph-ext.min.js",
		"vendor/emoji-picker-element/index.js",
		"vendor/emoji-picker-element/LICENSE.txt",
		"vendor/emoji/en.json",
	} {
		if cached := get(t, files, name, "").header["Cache-Control"]; !strings.Contains(cached, "immutable") {
			t.Errorf("cache control of %s is %q", name, cached)
		}
	}
}

func TestEmojiDataIsAListOfEmoji(t *testing.T) {
	var list []struct{ Emoji, Annotation string }
	if err := json.Unmarshal(static.EmojiData(), &list); err != nil {
		t.Fatal(err)
	}
	if len(list) < 1000 || list[0].Emoji == "" || list[0].Annotation == "" {
		t.Fatalf("%d emoji, the first %+v", len(list), list[0])
	}
}

// BenchmarkLoad keeps an eye on the start of the program.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := static.Load(static.Embedded); err != nil {
			b.Fatal(err)
		}
	}
}

// TestForcedColoursAreThereForDesigners: the rules apply, and every colour but those of dots is the system's.
func TestForcedColoursAreThereForDesigners(t *testing.T) {
	none := func(string, string) {}
	status, sheet := static.Dir(".").Serve("dev/"+static.Forced, "", "", none)
	body := string(sheet)
	if status != 200 || strings.Contains(body, "(forced-colors: active)") || !strings.Contains(body, "@media all") {
		t.Errorf("%d, %d bytes", status, len(body))
	}
	for _, want := range []string{"--color-text: CanvasText;", "--color-avatar-3: Canvas;", "--color-accent: LinkText;", "--color-danger-soft: Canvas;"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not there", want)
		}
	}
	if strings.Contains(body, "--color-active: Canvas") {
		t.Error("dots lose their colours")
	}
	if gallery.ForcedSheet != static.Forced {
		t.Error("the gallery asks for another sheet")
	}
	loaded, err := static.Load(static.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	if status, _ := loaded.Serve(strings.TrimPrefix(loaded.Base(), "/static/")+"/"+static.Forced, "", "", none); status != 404 {
		t.Errorf("a server in use has it: %d", status)
	}
	loaded.ForDesigners()
	if again := get(t, loaded, static.Forced, ""); again.body != body {
		t.Error("what is built in differs from what is on the disk")
	}
}
