package markup_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
	"encoding/json"
)

func TestEyes(t *testing.T) {
	f, _ := os.Open("/tmp/eyes.txt")
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		var s string
		if json.Unmarshal([]byte(sc.Text()), &s) != nil {
			fmt.Println("BAD", sc.Text())
			continue
		}
		h := drawn(t, s)
		h = strings.ReplaceAll(h, ` rel="noopener nofollow" target="_blank"`, "")
		h = strings.ReplaceAll(h, ` dir="auto"`, "")
		fmt.Printf("%q\n      %s\n", s, strings.ReplaceAll(h, "\n", "\\n"))
	}
}
