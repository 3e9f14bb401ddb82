package web

import (
	"encoding/json"
	"reflect"
	"testing"
	"unicode/utf8"
)

var plainBodies = []string{
	`{"state": "active", "tab": "a-1", "n": 12}`, "{\t\"ü\" :\r\n\"\" , \"n\":0}\n", `{"a":"1","a":"2"}`,
}

// What is not plain is left to encoding/json, and what is plain means the same there.
var otherBodies = []string{
	``, `{`, `{}`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{"a":01}`, `{"a":1.5}`, `{"a":1 2}`, `{"a":-1}`, `{"a":"x}`, `{"a":"\n"}`, "{\"a\":\"\n\"}",
	`{"a":null}`, `{"a":[1]}`, `{"a":{"b":1}}`, `{a:1}`, `{1:1}`, `[1]`, `"a"`, `{"a":1} x`, `{"a":1}}`, "{\"a\":1\v}", "\ufeff{\"a\":1}", `{"a" "b":1}`,
}

func TestPlainObjectsAreReadAsJSON(t *testing.T) {
	t.Parallel()
	for _, body := range plainBodies {
		if _, plain := plainObject([]byte(body)); !plain {
			t.Errorf("%q is not plain", body)
		}
		checkPlain(t, body)
	}
	for _, body := range otherBodies {
		if _, plain := plainObject([]byte(body)); plain {
			t.Errorf("%q is plain", body)
		}
	}
}

func FuzzPlainObject(f *testing.F) {
	for _, body := range append(plainBodies, otherBodies...) {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if utf8.ValidString(body) {
			checkPlain(t, body)
		}
	})
}

func checkPlain(t *testing.T, body string) {
	t.Helper()
	object, plain := plainObject([]byte(body))
	if !plain {
		return
	}
	var want JSONObject
	if err := json.Unmarshal([]byte(body), &want); err != nil || !reflect.DeepEqual(object, want) {
		t.Errorf("%q is read as %q, want %q, %v", body, object, want, err)
	}
}
