package handlers

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"minimost/chat"
)

// unzipped are the files of an answer, by name.
func unzipped(t *testing.T, a answer) map[string]string {
	t.Helper()
	a.want(200)
	archive, err := zip.NewReader(strings.NewReader(a.body), int64(len(a.body)))
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, f := range archive.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
		if strings.HasSuffix(f.Name, ".json") && !json.Valid(text) {
			t.Errorf("%s is no JSON: %s", f.Name, text)
		}
	}
	return files
}

func TestAnExportHasWhatOneWroteAndNothingOfOthers(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t)
	bob := p.as(asMember)
	bob.json("/delete/"+fmt.Sprint(bobInPrivate), "").want(200)
	bob.form("/send/dm:alice:bob", "text", `a "quoted" word ✓`).want(200)
	answer := bob.form("/ui/account/export")
	if got, want := answer.header.Get("Content-Disposition"), "attachment; filename=minimost-bob-"+p.clock().UTC().Format("2006-01-02")+".zip"; got != want {
		t.Errorf("it is called %q, want %q", got, want)
	}
	files := unzipped(t, answer)
	for name, parts := range map[string][]string{
		"README.txt":            {"Times are seconds"},
		"profile.json":          {`"username":"bob"`, `"share_typing":1`},
		"messages.json":         {`"content":"a \"quoted\" word ✓"`, `"channel":"dm:alice:bob"`, `"content":null`, `"deleted":1`},
		"reactions.json":        {`"emoji":"👍"`},
		"private_channels.json": {`"channel":"private:1","name":"plans","role":"member"`},
		"conversations.json":    {`"channel":"dm:alice:bob"`},
		"sessions.json":         {`"browser":"Safari on iPhone","address":"192.0.2.7"`},
		"tokens.json":           {`"name":"bob's read"`},
	} {
		for _, part := range parts {
			if !strings.Contains(files[name], part) {
				t.Errorf("%s lacks %s:\n%s", name, part, files[name])
			}
		}
	}
	all := strings.Join([]string{files["messages.json"], files["profile.json"], files["tokens.json"], files["sessions.json"], files["mentions.json"]}, "")
	for _, others := range []string{"hello", "welcome", "bob is here", "argon2", "hash", "alice's"} {
		if strings.Contains(all, others) {
			t.Errorf("%q is in the export", others)
		}
	}
	entries, err := p.store.AuditEntries(tContext(), chat.AuditFilter{Action: chat.AuditDataExported}, 10)
	if err != nil || len(entries) != 1 || entries[0].Subject != "bob" || entries[0].Actor != "bob" {
		t.Errorf("the audit log has %+v, %v", entries, err)
	}
}

// brokenExport fails in the middle.
type brokenExport struct{ Store }

func (b brokenExport) Export(ctx context.Context, username string, w chat.ExportWriter) error {
	if err := b.Store.Export(ctx, username, w); err != nil {
		return err
	}
	return errBroken
}

// TestAnExportThatFailsIsNoWholeFile: a client must not take half of it for all.
func TestAnExportThatFailsIsNoWholeFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	w.asks.Store = brokenExport{w.asks.Store}
	address := w.listen()
	req, err := http.NewRequestWithContext(tContext(), post, "http://"+address+"/account/export", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(&http.Cookie{Name: "minimost_session", Value: alice.cookies["minimost_session"]})
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return // it ended before its first bytes were sent
	}
	defer func() { _ = answer.Body.Close() }()
	if body, err := io.ReadAll(answer.Body); err == nil {
		t.Errorf("all of it came, %d bytes with status %d", len(body), answer.StatusCode)
	}
}

// TestAnExportCallsChannelsByTheirNamesOfNow: beside what identifies them, and those alone that one may see.
func TestAnExportCallsChannelsByTheirNamesOfNow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	if err := w.store.SetAdministrator(tContext(), "", "alice", true, w.clock()); err != nil {
		t.Fatal(err)
	}
	alice.json("/private_channels/create", `{"name":"plans","members":["bob"]}`).want(200)
	alice.json("/private_channels/create", `{"name":"secret","members":["bob"]}`).want(200)
	for _, channel := range []string{"general", "private:1", "private:2", "dm:alice:bob"} {
		bob.form("/send/"+channel, "text", "hello").want(200)
	}
	alice.json("/public_channels/general/rename", `{"name":"town-hall"}`).want(200)
	alice.json("/private_channels/1/rename", `{"name":"better plans"}`).want(200)
	alice.json("/private_channels/2/remove_member", `{"username":"bob"}`).want(200)
	alice.json("/private_channels/2/rename", `{"name":"not for bob"}`).want(200)
	files := unzipped(t, bob.form("/ui/account/export"))
	for _, want := range []string{
		`"channel":"general","channel_name":"town-hall"`, `"channel":"private:1","channel_name":"better plans"`, `"channel":"private:2","content"`, `"channel":"dm:alice:bob","content"`,
	} {
		if !strings.Contains(files["messages.json"], want) {
			t.Errorf("%s is not in %s", want, files["messages.json"])
		}
	}
	for name, text := range files {
		if strings.Contains(text, "not for bob") {
			t.Errorf("%s tells the name of a channel that bob cannot see: %s", name, text)
		}
	}
}
