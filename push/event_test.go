package push

import (
	"bytes"
	"testing"
)

func TestAnEventKeepsItsLines(t *testing.T) {
	for data, want := range map[string]string{
		"":                "id: 1\nevent: name\ndata: \n\n",
		"one":             "id: 1\nevent: name\ndata: one\n\n",
		"one\n\ntwo\n":    "id: 1\nevent: name\ndata: one\ndata: \ndata: two\ndata: \n\n",
		"one\rtwo\r\n<b>": "id: 1\nevent: name\ndata: one\ndata: two\ndata: <b>\n\n",
	} {
		var b bytes.Buffer
		writeEvent(&b, "name", "1", []byte(data))
		if b.String() != want {
			t.Errorf("%q is\n%q, want\n%q", data, b.String(), want)
		}
	}
}
