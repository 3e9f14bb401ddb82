package static_test

import (
	"bytes"
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

func open(t *testing.T, files *static.Files, name string) static.File {
	t.Helper()
	file, found := files.Open(name)
	if !found {
		t.Fatalf("%s is not in the tree", name)
	}
	return file
}

func TestBundleStartsWithTheLayersThenFollowsTheNames(t *testing.T) {
	sheet := string(open(t, load(t, tree()), static.Bundle).Raw())
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

func TestOpenServesNothingOutsideTheTree(t *testing.T) {
	directory := t.TempDir()
	if err := os.CopyFS(directory, tree()); err != nil {
		t.Fatal(err)
	}
	for kind, files := range map[string]*static.Files{"loaded": load(t, tree()), "live": static.Dir(filepath.Join(directory, "js"))} {
		for _, name := range []string{"", ".", "js", "js/", "js/README.md", "static.go", "css/z.css", "../js/live.js", "../icons/dot.png", "/etc/hosts.txt", "js/missing.js"} {
			if _, found := files.Open(name); found {
				t.Errorf("%s: %q was found", kind, name)
			}
		}
	}
}

func TestNegotiateCompressesWhatTheClientAccepts(t *testing.T) {
	file := open(t, load(t, tree()), "js/live.js")
	if file.ContentType != "text/javascript; charset=utf-8" {
		t.Errorf("content type %q", file.ContentType)
	}
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
		variant := file.Negotiate(header)
		if variant.Encoding != encoding {
			t.Errorf("%q gave %q, want %q", header, variant.Encoding, encoding)
			continue
		}
		if got := expand(t, variant); got != long {
			t.Errorf("%q does not expand to the file", header)
		}
		if other, seen := tags[variant.ETag]; seen && other != encoding {
			t.Errorf("%q and %q share the tag %s", encoding, other, variant.ETag)
		}
		tags[variant.ETag] = encoding
	}
	if again := open(t, load(t, tree()), "js/live.js").Negotiate("br").ETag; tags[again] != "br" {
		t.Errorf("the tag moved to %s", again)
	}
}

func expand(t *testing.T, variant static.Variant) string {
	t.Helper()
	var reader io.Reader = bytes.NewReader(variant.Body)
	switch variant.Encoding {
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

func TestImagesAndTinyFilesStayAsTheyAre(t *testing.T) {
	files := load(t, tree())
	for _, name := range []string{"icons/dot.png", static.Bundle} {
		file := open(t, files, name)
		if variant := file.Negotiate("br, gzip"); variant.Encoding != "" || file.Compressible() {
			t.Errorf("%s was compressed to %q", name, variant.Encoding)
		}
	}
}

func TestDirShowsASavedFileAtOnce(t *testing.T) {
	directory := t.TempDir()
	if err := os.CopyFS(directory, tree()); err != nil {
		t.Fatal(err)
	}
	files := static.Dir(directory)
	before := open(t, files, static.Bundle).Negotiate("").ETag
	save := func(name, content string) {
		if err := os.WriteFile(filepath.Join(directory, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	save("css/new.css", "new{}")
	save("js/live.js", "saved")

	sheet := open(t, files, static.Bundle)
	if !strings.Contains(string(sheet.Raw()), "new{}") || sheet.Negotiate("").ETag == before {
		t.Error("the bundle is an old one")
	}
	if script := open(t, files, "js/live.js"); string(script.Raw()) != "saved" {
		t.Errorf("the script is %q", script.Raw())
	}
	if files.CacheControl() != "no-store" {
		t.Errorf("a live tree may be cached: %s", files.CacheControl())
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
		open(t, files, name)
	}
	if !strings.Contains(files.CacheControl(), "immutable") {
		t.Errorf("cache control is %q", files.CacheControl())
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
