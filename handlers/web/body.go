package web

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

var (
	// ErrNotUTF8 is Invalid: text has to be UTF-8.
	ErrNotUTF8   = chat.Errorf(chat.Invalid, "The text is not valid UTF-8.")
	errNotObject = chat.Errorf(chat.Invalid, "The body is not a JSON object.")
	// ErrNotForm is Invalid: the body is no form.
	ErrNotForm = chat.Errorf(chat.Invalid, "The form cannot be read.")
)

// JSONObject is a JSON body. Its members keep their text until their type is
// known: unlike a struct it tells absent from null and upper case from lower.
type JSONObject map[string]json.RawMessage

// JSONBody reads the body as JSON whatever its content type says: a beacon
// cannot send application/json. It is Invalid when it is no object.
func (r *Request) JSONBody() (JSONObject, error) {
	body := r.BodyRaw()
	if !utf8.Valid(body) {
		return nil, ErrNotUTF8
	}
	if object, plain := plainObject(body); plain {
		return object, nil
	}
	var object JSONObject
	if err := json.Unmarshal(body, &object); err != nil || object == nil {
		return nil, errNotObject
	}
	return object, nil
}

// Member reads one member of a JSON object as a T. It is Invalid for another
// type, null included, and given is false when it is absent.
func Member[T any](object JSONObject, key string) (value T, given bool, err error) {
	raw, given := object[key]
	if !given {
		return value, false, nil
	}
	if text, ok := any(&value).(*string); ok && isPlainText(raw) {
		*text = string(raw[1 : len(raw)-1])
		return value, true, nil
	}
	if string(raw) == "null" || json.Unmarshal(raw, &value) != nil {
		return value, true, chat.Errorf(chat.Invalid, "%q has the wrong type.", key)
	}
	return value, true, nil
}

// isPlainText tells a string without escapes, which is most of what is sent, of all that is JSON.
func isPlainText(raw json.RawMessage) bool { return raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 }

// OptionalMember is nil for a member that is absent.
func OptionalMember[T any](body JSONObject, key string) (*T, error) {
	value, given, err := Member[T](body, key)
	if err != nil || !given {
		return nil, err
	}
	return &value, nil
}

// Text reads a string that has to be there.
func (o JSONObject) Text(key string) (string, error) {
	value, given, err := Member[string](o, key)
	if err == nil && !given {
		err = chat.Errorf(chat.Invalid, "%q is missing.", key)
	}
	return value, err
}

// Texts reads a list of strings; absent and null are an empty one.
func (o JSONObject) Texts(key string) ([]string, error) {
	if string(o[key]) == "null" {
		return nil, nil
	}
	// A null in the list would pass for an empty string.
	list, _, err := Member[[]*string](o, key)
	if err != nil {
		return nil, err
	}
	values := make([]string, len(list))
	for i, item := range list {
		if item == nil {
			return nil, chat.Errorf(chat.Invalid, "%q has the wrong type.", key)
		}
		values[i] = *item
	}
	return values, nil
}

// Fate is what is to become of the messages of an account that ends.
func (o JSONObject) Fate() (chat.Fate, error) {
	messages, err := o.Text("messages")
	if err != nil {
		return "", err
	}
	return chat.ParseFate(messages)
}

// Form is a body of named fields, urlencoded or multipart. The query string is
// no part of it.
type Form func(key string) (value string, given bool)

// FormBody reads the body as a form. A body of another type is an empty form.
func (r *Request) FormBody() (Form, error) {
	if !strings.HasPrefix(r.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm) {
		fields := r.Request().PostArgs()
		return func(key string) (string, bool) { return string(fields.Peek(key)), fields.Has(key) }, nil
	}
	multipart, err := r.multipartForm()
	if err != nil {
		return nil, ErrNotForm
	}
	return func(key string) (string, bool) {
		values := multipart.Value[key]
		if len(values) == 0 {
			return "", false
		}
		return values[0], true
	}, nil
}

// Text reads a field; one that is absent is empty. It is Invalid when it is not
// UTF-8.
func (f Form) Text(key string) (string, error) {
	value, _ := f(key)
	if !utf8.ValidString(value) {
		return "", ErrNotUTF8
	}
	return value, nil
}
