package chat_test

import (
	"errors"
	"fmt"
	"testing"

	"minimost/chat"
)

// wantCode fails t unless err carries code.
func wantCode(t *testing.T, err error, code chat.Code) {
	t.Helper()
	if got := chat.CodeOf(err); got != code {
		t.Fatalf("code %q (%v), want %q", got, err, code)
	}
}

func TestErrorsKeepTheirCodeAndLeakNoInternalText(t *testing.T) {
	const general = "Something went wrong on the server."
	full := chat.Errorf(chat.Conflict, "There are %d already.", 20)
	secret := errors.New("disk I/O error: /srv/presence.db")
	tests := map[string]struct {
		err     error
		code    chat.Code
		message string
	}{
		"itself":                {full, chat.Conflict, "There are 20 already."},
		"wrapped":               {fmt.Errorf("react: %w", full), chat.Conflict, "There are 20 already."},
		"wrapped twice":         {fmt.Errorf("b: %w", fmt.Errorf("a: %w", full)), chat.Conflict, "There are 20 already."},
		"joined with another":   {errors.Join(secret, full), chat.Conflict, "There are 20 already."},
		"the first of two":      {errors.Join(chat.ErrNoChannel, full), chat.Forbidden, chat.ErrNoChannel.Message},
		"joined inside a wrap":  {fmt.Errorf("x: %w", errors.Join(secret, full)), chat.Conflict, "There are 20 already."},
		"only quoted, no chain": {errors.New("react: " + full.Error()), chat.Internal, general},
		"not one of ours":       {secret, chat.Internal, general},
		"none":                  {nil, "", general},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := chat.CodeOf(tt.err); got != tt.code {
				t.Errorf("CodeOf = %q, want %q", got, tt.code)
			}
			if got := chat.MessageOf(tt.err); got != tt.message {
				t.Errorf("MessageOf = %q, want %q", got, tt.message)
			}
		})
	}
}

func TestErrorsTellNoAccessAndNoChannelApartNowhere(t *testing.T) {
	if chat.ErrNoChannel.Code != chat.Forbidden || chat.ErrNotSender.Code != chat.Forbidden {
		t.Error("no access is Forbidden")
	}
	if chat.ErrNoMessage.Code != chat.NotFound || chat.ErrDeleted.Code != chat.Conflict {
		t.Error("no message is NotFound, a deleted one Conflict")
	}
}
