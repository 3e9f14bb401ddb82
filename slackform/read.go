package slackform

import (
	"bytes"
	"encoding/json"
	"errors"
	"mime"
	"mime/multipart"
	"net/url"
	"strings"
	"unicode/utf8"
)

// What stands against a request, in Slack's words.
var (
	ErrPayload = errors.New("invalid_payload")
	ErrNoText  = errors.New("no_text")
	ErrTooLong = errors.New("msg_too_long")
)

const (
	// MaxText is how many bytes of Slack's text are read: with entities and the
	// addresses of links it may be some times longer than what is shown.
	MaxText = 100_000
	// maxField bounds a field of a multipart form, in bytes.
	maxField = 1 << 20
)

// payload is what is read of a request; name, icon, channel and blocks are not.
type payload struct {
	Text        *string `json:"text"`
	Attachments []struct {
		Fallback *string `json:"fallback"`
	} `json:"attachments"`
}

// Read returns the text of a request as it is to be shown: its "text", else what its
// attachments say for those who do not show them. The body is JSON, or a form whose
// field "payload" is. It is ErrPayload, ErrNoText or ErrTooLong.
func Read(contentType string, body []byte) (string, error) {
	text, err := slackText(contentType, body)
	if err != nil {
		return "", err
	}
	if len(text) > MaxText {
		return "", ErrTooLong
	}
	return Convert(text), nil
}

func slackText(contentType string, body []byte) (string, error) {
	raw, err := payloadOf(contentType, body)
	if err != nil {
		return "", err
	}
	var p *payload
	if !utf8.Valid(raw) || json.Unmarshal(raw, &p) != nil || p == nil {
		return "", ErrPayload
	}
	if p.Text != nil && strings.TrimSpace(*p.Text) != "" {
		return *p.Text, nil
	}
	var fallbacks []string
	for _, a := range p.Attachments {
		if a.Fallback != nil && strings.TrimSpace(*a.Fallback) != "" {
			fallbacks = append(fallbacks, *a.Fallback)
		}
	}
	if len(fallbacks) == 0 {
		return "", ErrNoText
	}
	return strings.Join(fallbacks, "\n"), nil
}

// payloadOf is the JSON of a request: the body, whatever its type says, or the
// field of a form.
func payloadOf(contentType string, body []byte) ([]byte, error) {
	if trimmed := bytes.TrimSpace(body); len(trimmed) > 0 && trimmed[0] == '{' {
		return trimmed, nil
	}
	kind, params, _ := mime.ParseMediaType(contentType)
	if kind == "multipart/form-data" && params["boundary"] != "" {
		form, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).ReadForm(maxField)
		if err != nil {
			return nil, ErrPayload
		}
		defer func() { _ = form.RemoveAll() }()
		return []byte(strings.Join(form.Value["payload"], "")), nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil || !form.Has("payload") {
		return nil, ErrPayload
	}
	return []byte(form.Get("payload")), nil
}
