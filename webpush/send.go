package webpush

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	library "github.com/SherClockHolmes/webpush-go"

	"minimost/chat"
)

const (
	maxTries = 4
	// fresh is how long a payload is taken for what is so.
	fresh = time.Second
	// backoff is how much longer each wait is than the one before.
	backoff = 4
	// enoughOfAnAnswer is read of what a push service says, in bytes, so that its
	// connection can be used again.
	enoughOfAnAnswer = 4 << 10
)

// send sends something once, and returns after how long to try again; 0 is never.
func (s *Service) send(ctx context.Context, p *push) (again time.Duration) {
	stands, err := true, error(nil)
	if p.tries > 0 || s.Now().Sub(p.made) > fresh {
		stands, err = s.renew(ctx, p)
	}
	if err == nil && !stands {
		return 0
	}
	p.tries++
	var status int
	var wait time.Duration
	if err == nil {
		status, wait, err = s.post(ctx, p)
	}
	switch {
	case ctx.Err() != nil:
		return 0
	case err == nil && status/100 == 2:
		s.Count(Sent)
		return 0
	case status == http.StatusNotFound || status == http.StatusGone:
		s.Count(Gone)
		if err := s.Store.ForgetPush(ctx, p.to.Endpoint); err != nil {
			s.Logger.Error("forget where to push", "error", err)
		}
		return 0
	case passes(status, err) && p.tries < maxTries:
		again = s.FirstRetry
		for range p.tries - 1 {
			again *= backoff
		}
		again = max(again, wait)
		if s.Now().Add(again).Before(p.until) {
			s.Count(Retried)
			return again
		}
	}
	s.Count(Failed)
	s.Logger.Warn("push was not taken", "host", p.host, "status", status, "tries", p.tries, "error", reason(err))
	return 0
}

// renew writes anew what has waited: the message may have been edited meanwhile, or be none for that browser any more.
func (s *Service) renew(ctx context.Context, p *push) (stands bool, err error) {
	n, stands, err := s.Store.PushStill(ctx, p.id, p.user, p.to.Endpoint, s.Now())
	if err != nil || !stands {
		return false, err
	}
	p.to, p.made = n.Recipients[0].Subscriptions[0], s.Now()
	p.payload, err = s.payload(n, p.user, p.to)
	return true, err
}

// passes reports whether it may go well another time.
func passes(status int, err error) bool {
	if err != nil {
		return !errors.Is(err, errPrivate)
	}
	return status == http.StatusTooManyRequests || status/100 == 5
}

// reason is what is logged of an error: not the address, which is the browser's secret.
func reason(err error) string {
	if failed := new(url.Error); errors.As(err, &failed) {
		err = failed.Err
	}
	if err == nil {
		return ""
	}
	return err.Error()
}

// post hands something to the push service, and returns its status and how long it asks
// to wait.
func (s *Service) post(ctx context.Context, p *push) (status int, wait time.Duration, err error) {
	to := &library.Subscription{Endpoint: p.to.Endpoint, Keys: library.Keys{Auth: p.to.Secret, P256dh: p.to.Key}}
	answer, err := library.SendNotificationWithContext(ctx, p.payload, to, &library.Options{
		HTTPClient: s.client, Subscriber: s.Subject, TTL: int(chat.PushTTL.Seconds()), Urgency: library.UrgencyHigh,
		VAPIDPublicKey: s.keys.Public, VAPIDPrivateKey: s.keys.Private,
	})
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.CopyN(io.Discard, answer.Body, enoughOfAnAnswer)
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && seconds > 0 {
		wait = time.Duration(min(seconds, int(chat.NoticeWithin.Seconds()))) * time.Second
	}
	return answer.StatusCode, wait, nil
}
