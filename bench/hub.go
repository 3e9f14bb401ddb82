package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"

	"github.com/centrifugal/centrifuge"
)

// hubBytes is about what a message is at a page of ours.
const hubBytes = 1200

// serveHub is the limit that sockets are compared with: what is posted to a channel goes to all who have it open, until ctx ends.
func serveHub(ctx context.Context, _ *run) {
	node := required(centrifuge.New(centrifuge.Config{}))
	node.OnConnecting(func(_ context.Context, e centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		channel := map[string]centrifuge.SubscribeOptions{e.Name: {}}
		return centrifuge.ConnectReply{Credentials: &centrifuge.Credentials{UserID: e.ClientID}, Subscriptions: channel}, nil
	})
	require(node.Run())
	mux := http.NewServeMux()
	mux.Handle("GET /ui/socket/{channel}", centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{CheckOrigin: func(*http.Request) bool { return true }}))
	mux.HandleFunc("POST /send/{channel}", func(w http.ResponseWriter, r *http.Request) {
		text := r.FormValue("text") + "<"
		data := toJSON(text + strings.Repeat(".", max(0, hubBytes-len(text))))
		if _, err := node.Publish(r.PathValue("channel"), []byte(strings.ReplaceAll(data, `\u003c`, "<"))); err != nil {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	listener := required(new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0"))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: askPatience}
	fmt.Println("listening on http://" + listener.Addr().String())
	context.AfterFunc(ctx, func() { _ = server.Close() })
	_ = server.Serve(listener) // says that it was closed
	require(node.Shutdown(context.Background()))
}

func (r *run) hub(ctx context.Context, people int) *fixture {
	f := &fixture{process: r.start(ctx, required(os.Executable()), "hub"), isHub: true}
	client := newClient(f.address)
	for i := range people {
		f.people = append(f.people, &person{name: fmt.Sprintf("person%02d", i), client: client})
	}
	return f
}
