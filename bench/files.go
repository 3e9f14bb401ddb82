package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"mime/multipart"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/valyala/fasthttp"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

const (
	uploadSize         = 25 << 20 // bytes, the most that one file has by default
	uploadPatience     = 5 * time.Minute
	messagesPerSecond  = 200
	wantedBesideUpload = 0.050
	heldFiles          = 5 << 30 // bytes, of the large database
)

// files measures messages beside a person who uploads one large file after the other, and what the program does as a whole with
// a database that holds gigabytes of files.
func files(ctx context.Context, r *run) {
	sayf("sending %d messages a second, alone and beside uploads of %d MiB", messagesPerSecond, uploadSize>>20)
	f := r.newFixture(ctx, r.binary, "files", usualSize)
	f.besideUploads(ctx, r)
	require(r.stopServers())
	held := r.scaled(heldFiles, uploadSize)
	for _, holding := range []int{0, held} {
		side := fmt.Sprintf("%.1f GiB", float64(holding)/(1<<30))
		sayf("a database with files of %s", side)
		f.hold(holding)
		f.whole(ctx, r, side)
	}
	r.table("Files", "p50-sec", "p99-sec", "max-sec", "B/s", "sec", "rss-B")
}

// besideUploads sends messages at a pace, first alone.
func (f *fixture) besideUploads(ctx context.Context, r *run) {
	workers := len(f.talkers) - 1 // the observer uploads
	pace := load{workers: workers, every: time.Second * time.Duration(workers) / messagesPerSecond, do: func(worker, n int) {
		f.talkers[worker].post("/send/"+f.sendTo, form("text", fmt.Sprintf("%d of %d", n, worker)), 200)
	}}
	for _, beside := range []struct {
		side    string
		uploads bool
	}{{"alone", false}, {"beside uploads", true}} {
		during, stop := context.WithCancel(ctx)
		var uploading sync.WaitGroup
		var done int
		var failure error
		began := time.Now()
		if beside.uploads {
			uploading.Go(func() { failure = try(func() { done = f.upload(during, r.lasting) }) })
		}
		sent := f.send(ctx, pace, r.lasting)
		took := time.Since(began)
		stop()
		uploading.Wait()
		require(failure)
		if sent.wrong > 0 {
			fail("%d messages were not taken: %w", sent.wrong, sent.reason)
		}
		r.record("Files", "POST /send", beside.side, sent.done, append(delays(sent.latencies, atMost(wantedBesideUpload)), f.memory(nil)...)...)
		if beside.uploads {
			r.record("Files", "POST /files", beside.side, done, figure{"B/s", float64(done) * uploadSize / took.Seconds(), nil})
		}
	}
}

// upload uploads and sends files, one after the other, until it has been at it for a time; what has begun is ended.
func (f *fixture) upload(ctx context.Context, lasting time.Duration) (done int) {
	client := newClient(f.address)
	client.ReadTimeout, client.WriteTimeout = uploadPatience, uploadPatience
	who := &person{name: f.observer.name, cookie: f.observer.cookie, client: client}
	body, kind := uploadBody()
	for end := time.Now().Add(lasting); time.Now().Before(end) && ctx.Err() == nil; done++ {
		asked := who.prepare(request{"POST", "/files", ""})
		asked.Header.SetContentType(kind)
		asked.SetBodyRaw(body)
		var answer fasthttp.Response
		require(client.Do(asked, &answer))
		var taken []struct{ ID int64 }
		if answer.StatusCode() != fasthttp.StatusCreated {
			fail("POST /files: status %d; body %.200q", answer.StatusCode(), answer.Body())
		}
		decode("POST /files", string(answer.Body()), &taken)
		who.post("/send/"+quietChannel, url.Values{"file": {strconv.FormatInt(taken[0].ID, 10)}}.Encode(), 200)
	}
	return done
}

func uploadBody() (body []byte, kind string) {
	var buffer bytes.Buffer
	form, content := multipart.NewWriter(&buffer), make([]byte, uploadSize)
	_, err := rand.Read(content)
	file := required(form.CreateFormFile("file", "large.bin"))
	_, writeErr := file.Write(content)
	require(errors.Join(err, writeErr, form.Close()))
	return buffer.Bytes(), form.FormDataContentType()
}

// hold fills the database with files of so many bytes in all, beside those that it has.
func (f *fixture) hold(size int) {
	f.stored(func(conn *sqlite.Conn) error {
		for ; size > 0; size -= uploadSize {
			require(sqlitex.ExecuteScript(conn, `
			INSERT INTO files (message_id, uploader, name, type, size, uploaded_ts, state)
			SELECT 1, :uploader, 'held.bin', 'application/octet-stream', :size, 1.0, 'ready';
			WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n + 1 < :size / 65536)
			INSERT INTO file_chunks (file_id, n, data) SELECT last_insert_rowid(), n, randomblob(65536) FROM n;`,
				&sqlitex.ExecOptions{Named: map[string]any{":uploader": f.observer.name, ":size": uploadSize}}))
		}
		return checkpoint(conn)
	})
}

// whole measures what takes the database as a whole.
func (f *fixture) whole(ctx context.Context, r *run, side string) {
	began := time.Now()
	f.serve(ctx, r, r.binary)
	r.record("Files", "start", side, 1, append(f.memory(nil), figure{"sec", time.Since(began).Seconds(), nil})...)
	copied := filepath.Join(r.folder, "copy.db")
	for _, command := range [][]string{{"backup", copied}, {"check"}} {
		began = time.Now()
		ran(ctx, r.binary, append(command, "--db="+f.database)...)
		r.record("Files", command[0], side, 1, figure{"sec", time.Since(began).Seconds(), nil})
	}
	require(errors.Join(os.Remove(copied), r.stopServers()))
}
