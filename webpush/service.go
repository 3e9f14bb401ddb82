// Package webpush tells people of messages while none of their pages is before their
// eyes: it looks for what has come and has it sent to their browsers' push services
// (RFC 8030), encrypted for the browser (RFC 8291) and signed by the server (RFC 8292).
package webpush

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	library "github.com/SherClockHolmes/webpush-go"

	"minimost/chat"
)

// Store is what a Service needs of one.
type Store interface {
	// PushKeys are the server's keys; where there are none yet, those that are
	// generated are kept.
	PushKeys(ctx context.Context, generate func() (chat.PushKeys, error)) (chat.PushKeys, error)
	// NewestMessageID is the highest number of a message.
	NewestMessageID(ctx context.Context) (int64, error)
	// PushNews are the messages after a number that are to be pushed to somebody, and
	// the number of the last one that was looked at; with more there are others.
	PushNews(ctx context.Context, after int64, now time.Time) (news []chat.PushNews, last int64, more bool, err error)
	// PushStill is a message that was to be pushed to one browser, as it is by now, or stands
	// no more.
	PushStill(ctx context.Context, id int64, user, endpoint string, now time.Time) (n chat.PushNews, stands bool, err error)
	// ForgetPush forgets where a push service knows nobody.
	ForgetPush(ctx context.Context, endpoint string) error
}

// Result is what became of something that was to be sent.
type Result string

// The results. What is tried again has another one in the end.
const (
	Sent    Result = "sent"
	Gone    Result = "gone"    // the push service knows the browser no more
	Failed  Result = "failed"  // it was refused, or not taken in time
	Dropped Result = "dropped" // too much waits already
	Retried Result = "retried"
)

// Results lists them all.
var Results = []Result{Sent, Gone, Failed, Dropped, Retried}

// Options are what a Service is made with.
type Options struct {
	Store Store
	// Subject is whom push services can turn to: an https address, or one for mail.
	Subject string
	// Hosts are those that may be sent to although they are not reached by https or are
	// in a private network: names or addresses, with a port or for every one.
	Hosts []string
	// Excerpt is a message on one line, as it is read.
	Excerpt func(chat.Message) string
	Now     func() time.Time
	Logger  *slog.Logger
	// Count is told of each result; nil means that nobody counts.
	Count func(Result)
	// Sent is told up to which message everything was sent, or is not to be; nil means that
	// nobody asks.
	Sent func(ctx context.Context, last int64) error
	// FirstRetry is how long after a failure it is tried again the first time; 0 means
	// two seconds.
	FirstRetry time.Duration
}

// Service sends Web Push until it is closed. Its methods may be called from any
// goroutine.
type Service struct {
	Options
	keys    chat.PushKeys
	allowed guard
	client  *http.Client
	wake    chan struct{}
	settled chan struct{} // something of the queue's batches was
	stop    context.CancelFunc
	running sync.WaitGroup
	queue   queue
}

// Start returns a service that looks for messages from now on.
func Start(ctx context.Context, o Options) (*Service, error) {
	if o.Count == nil {
		o.Count = func(Result) {}
	}
	if o.Sent == nil {
		o.Sent = func(context.Context, int64) error { return nil }
	}
	if o.FirstRetry == 0 {
		o.FirstRetry = 2 * time.Second
	}
	keys, err := o.Store.PushKeys(ctx, generateKeys)
	if err != nil {
		return nil, err
	}
	last, err := o.Store.NewestMessageID(ctx)
	if err != nil {
		return nil, err
	}
	s := &Service{Options: o, keys: keys, allowed: newGuard(o.Hosts), wake: make(chan struct{}, 1), settled: make(chan struct{}, 1)}
	s.client = s.allowed.client()
	s.queue.lanes = make(map[string]*lane)
	ctx, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	s.running.Go(func() { s.watch(ctx, last) })
	return s, nil
}

func generateKeys() (chat.PushKeys, error) {
	private, public, err := library.GenerateVAPIDKeys()
	return chat.PushKeys{Private: private, Public: public}, err
}

// PublicKey is what browsers subscribe with, base64url.
func (s *Service) PublicKey() string { return s.keys.Public }

// CheckEndpoint is Invalid for an address that nothing is sent to.
func (s *Service) CheckEndpoint(endpoint string) error {
	_, err := s.allowed.check(endpoint)
	return err
}

// Wake has the service look for messages. It returns at once.
func (s *Service) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Close ends what is being sent; what waits is not sent.
func (s *Service) Close() {
	s.queue.mu.Lock() // nobody begins to send meanwhile
	s.stop()
	s.queue.mu.Unlock()
	s.running.Wait()
	s.client.CloseIdleConnections()
}

// lookAgain is when it is looked again after the store could not be asked.
const lookAgain = time.Second

func (s *Service) watch(ctx context.Context, last int64) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.settled:
			s.tellSent(ctx)
			continue
		case <-s.wake:
		}
		for more := true; more && ctx.Err() == nil; {
			var news []chat.PushNews
			var err error
			var looked int64
			if news, looked, more, err = s.Store.PushNews(ctx, last, s.Now()); err != nil {
				if ctx.Err() == nil {
					s.Logger.Error("look for messages to push", "error", err)
					time.AfterFunc(lookAgain, s.Wake)
				}
				break
			}
			last = looked
			s.pushAll(ctx, news, last)
		}
	}
}

// pushAll has messages sent, the last that was looked at among them.
func (s *Service) pushAll(ctx context.Context, news []chat.PushNews, last int64) {
	if len(news) == 0 {
		s.queue.extend(last)
		return
	}
	b := s.queue.begin(last)
	for _, n := range news {
		s.push(ctx, n, b)
	}
	s.settle(b)
}

// push has a message sent to everybody it concerns.
func (s *Service) push(ctx context.Context, n chat.PushNews, b *batch) {
	for _, r := range n.Recipients {
		for _, to := range r.Subscriptions {
			payload, err := s.payload(n, r.Username, to)
			if err != nil {
				s.Logger.Error("write a push", "error", err)
				continue
			}
			s.enqueue(ctx, &push{
				id: n.Message.ID, user: r.Username, to: to, payload: payload, made: s.Now(), until: s.Now().Add(chat.NoticeWithin), batch: b,
			})
		}
	}
}
