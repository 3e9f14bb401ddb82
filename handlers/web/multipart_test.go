package web

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"strings"
	"testing"
	"testing/iotest"

	"minimost/chat"
)

func TestNamesOfFilesAreReadAsBrowsersWriteThem(t *testing.T) {
	for written, want := range map[string]string{
		`filename="a` + "\x01\x1b" + `b` + "\x7f" + `.txt"`:                  "ab.txt",
		`filename="` + "\x00\x02" + `"`:                                      "file",
		`filename="a` + "\r" + `b.txt"`:                                      "ab.txt",
		`filename="a` + "\t" + `b.txt"`:                                      "a b.txt",
		`filename="a%0D%0Ab.txt"`:                                            "a b.txt",
		`filename="say %22hi%22.txt"`:                                        "say hi.txt",
		`filename="say \"hi\".txt"`:                                          "say hi.txt",
		`filename="100%25 sure.txt"`:                                         "100%25 sure.txt",
		`filename="a\"`:                                                      "a",
		`filename="a\\"`:                                                     "a",
		`filename="C:\plans\a.txt"`:                                          "a.txt",
		`filename="zoë; name=b, דוח.txt"`:                                    "zoë; name=b, דוח.txt",
		`filename="a` + "\u0086\u202e" + `b.txt"`:                            "ab.txt",
		`filename="a` + "\xff" + `b.txt"`:                                    "ab.txt",
		`filename*=UTF-8''zo%C3%AB%22%01.txt`:                                "zoë.txt",
		`filename="fallback.txt"; filename*=UTF-8''%D7%93%D7%95%D7%97%01.md`: "דוח.md",
		`filename=""`:                                                        "",
		`size=1`:                                                             "",
	} {
		for _, end := range []string{"\r\n", "\n"} {
			form := "--b" + end + "Content-Disposition: form-data; name=\"file\"; " + written + end + "Content-Type: text/plain" + end + end + "\x01" + end + "--b--" + end
			part, err := multipart.NewReader(ReadableForm(strings.NewReader(form), "b"), "b").NextRawPart()
			if err != nil {
				t.Errorf("%q: %v", written, err)
				continue
			}
			field, name := PartNames(part.Header)
			if name != "" {
				name = chat.ParseFileName(name)
			}
			content, err := io.ReadAll(part)
			if field != "file" || name != want || string(content) != "\x01" || err != nil {
				t.Errorf("%q: %q in %q, want %q; %q, %v", written, name, field, want, content, err)
			}
		}
	}
}

// partsOf reads what Go's reader makes of a form, until it takes it for broken.
func partsOf(form io.Reader, boundary string) (parts []string, err error) {
	reader := multipart.NewReader(form, boundary)
	for {
		part, err := reader.NextRawPart()
		if err != nil {
			return parts, err
		}
		content, err := io.ReadAll(part)
		parts = append(parts, part.FormName()+"\n"+part.FileName()+"\n"+string(content))
		if err != nil {
			return parts, err
		}
	}
}

// FuzzReadableForm compares with Go's reader alone: what that takes reads the same, and
// nothing but what is in headers is ever another.
func FuzzReadableForm(f *testing.F) {
	header := "Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n"
	long := strings.Repeat("\r\n--", 5_000)
	for _, form := range []string{
		"", "--b--", "--b\r\n\r\n\r\n--b--\r\n", "preamble\r\n--b\r\n" + header + "\r\n\x00\r\n--b\r\n" + header + "\r\n--b--\r\nepilogue\x01",
		"--b\n" + header + "\nx\n--bc\n\x01\n--b \n\n\n\x01--b--", "--b\r\n" + header + "\r\n" + long + "b\r\n" + header + "\r\n" + long + "\r\n--b--",
		"--b\r\n" + header + "\r\nab\r\n--b-\x01", "--b\r\nX: " + strings.Repeat("x", 9_000) + "\r\n\r\n\x01\r\n--b--", "--b\r\nX: a\r\n  b\r\n\r\n--b\r\n\r\n\x7f",
	} {
		f.Add([]byte(form), "b")
	}
	f.Add([]byte("--"+strings.Repeat("b", 9_000)+"\r\n\r\nx"), strings.Repeat("b", 9_000))
	f.Fuzz(func(t *testing.T, form []byte, boundary string) {
		whole, err := io.ReadAll(ReadableForm(bytes.NewReader(form), boundary))
		slowly, slowErr := io.ReadAll(iotest.OneByteReader(ReadableForm(iotest.HalfReader(bytes.NewReader(form)), boundary)))
		if err != nil || slowErr != nil || len(whole) != len(form) || !bytes.Equal(whole, slowly) {
			t.Fatalf("%q is %q, %v, and slowly %q, %v", form, whole, err, slowly, slowErr)
		}
		for i, c := range form {
			if whole[i] != c && (whole[i] != placeholder || c >= ' ' && c != 0x7f && c != '\\') {
				t.Fatalf("%q is %q", form, whole)
			}
		}
		alone, aloneErr := partsOf(bytes.NewReader(form), boundary)
		parts, err := partsOf(bytes.NewReader(whole), boundary)
		if errors.Is(aloneErr, io.EOF) && !bytes.Contains(form, []byte(`\"`)) && (!errors.Is(err, io.EOF) || strings.Join(parts, "\n") != strings.Join(alone, "\n")) {
			t.Fatalf("%q: %q, %v; alone %q", form, parts, err, alone)
		}
	})
}
