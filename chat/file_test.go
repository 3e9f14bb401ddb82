package chat_test

import (
	"strings"
	"testing"

	"minimost/chat"
)

func TestAFileNameIsOneLineWithoutFolders(t *testing.T) {
	long := strings.Repeat("ä", 200)
	for raw, want := range map[string]string{
		"plan.pdf": "plan.pdf", "/etc/passwd": "passwd", `C:\Users\pat\plan.pdf`: "plan.pdf", "../../x": "x", "..": "file", "": "file", ".": "file",
		"a\nb\r\tc\x00.txt": "a b c.txt", "photo\u202egnp.exe": "photognp.exe", "\u200b\u00ad": "file", "  two  words .txt ": "two words .txt",
		"\xff\xfe.txt": "txt", `"><script>.svg`: "script.svg", long + ".pdf": strings.Repeat("ä", 116) + ".pdf", "日本.txt": "日本.txt", "👍.png": "👍.png",
		"👨\u200d👩\u200d👧 می\u200cخواهم.txt": "👨\u200d👩\u200d👧 می\u200cخواهم.txt", "\u200d\u200c": "file",
	} {
		if got := chat.ParseFileName(raw); got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
}

func TestTheSizeOfAFileIsAShortNumber(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 1023: "1023 B", 1024: "1 KB", 1536: "1.5 KB", 25 << 20: "25 MB", 10 << 30: "10 GB", 1048575: "1 MB", 99<<10 + 800: "100 KB"} {
		if got := chat.FileSize(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestAMessageWithFilesNeedsNoText(t *testing.T) {
	if text, err := chat.ParseFileText(" \n", 1); text != "" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := chat.ParseFileText("", 0); chat.CodeOf(err) != chat.Invalid {
		t.Error(err)
	}
	if _, err := chat.ParseFileText("x", chat.MaxFilesPerMessage+1); chat.CodeOf(err) != chat.Invalid {
		t.Error(err)
	}
	if _, err := chat.ParseFileText("\x00", 1); chat.CodeOf(err) != chat.Invalid {
		t.Error(err)
	}
}
