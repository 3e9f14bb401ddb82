package handlers

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

var (
	errNotUTF8   = chat.Errorf(chat.Invalid, "The text is not valid UTF-8.")
	errNotObject = chat.Errorf(chat.Invalid, "The body is not a JSON object.")
	errNotForm   = chat.Errorf(chat.Invalid, "The form cannot be read.")
)

// jsonObject is a JSON body. Its members keep their text until their type is
// known: unlike a struct it tells absent from null and upper case from lower.
type jsonObject map[string]json.RawMessage

// jsonBody reads the body as JSON whatever its content type says: a beacon
// cannot send application/json. It is Invalid when it is no object.
func (r *request) jsonBody() (jsonObject, error) {
	body := r.BodyRaw()
	if !utf8.Valid(body) {
		return nil, errNotUTF8
	}
	var object jsonObject
	if err := json.Unmarshal(body, &object); err != nil || object == nil {
		return nil, errNotObject
	}
	return object, nil
}

// member reads one member of a JSON object as a T. It is Invalid for another
// type, null included, and given is false when it is absent.
func member[T any](object jsonObject, key string) (value T, given bool, err error) {
	raw, given := object[key]
	if !given {
		return value, false, nil
	}
	if string(raw) == "null" || json.Unmarshal(raw, &value) != nil {
		return value, true, chat.Errorf(chat.Invalid, "%q has the wrong type.", key)
	}
	return value, true, nil
}

// optionalMember is nil for a member that is absent.
func optionalMember[T any](body jsonObject, key string) (*T, error) {
	value, given, err := member[T](body, key)
	if err != nil || !given {
		return nil, err
	}
	return &value, nil
}

// text reads a string that has to be there.
func (o jsonObject) text(key string) (string, error) {
	value, given, err := member[string](o, key)
	if err == nil && !given {
		err = chat.Errorf(chat.Invalid, "%q is missing.", key)
	}
	return value, err
}

// texts reads a list of strings; absent and null are an empty one.
func (o jsonObject) texts(key string) ([]string, error) {
	if string(o[key]) == "null" {
		return nil, nil
	}
	// A null in the list would pass for an empty string.
	list, _, err := member[[]*string](o, key)
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

// form is a body of named fields, urlencoded or multipart. The query string is
// no part of it.
type form func(key string) (value string, given bool)

// formBody reads the body as a form. A body of another type is an empty form.
func (r *request) formBody() (form, error) {
	if !strings.HasPrefix(r.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm) {
		fields := r.Request().PostArgs()
		return func(key string) (string, bool) { return string(fields.Peek(key)), fields.Has(key) }, nil
	}
	multipart, err := r.MultipartForm()
	if err != nil {
		return nil, errNotForm
	}
	return func(key string) (string, bool) {
		values := multipart.Value[key]
		if len(values) == 0 {
			return "", false
		}
		return values[0], true
	}, nil
}

// text reads a field; one that is absent is empty. It is Invalid when it is not
// UTF-8.
func (f form) text(key string) (string, error) {
	value, _ := f(key)
	if !utf8.ValidString(value) {
		return "", errNotUTF8
	}
	return value, nil
}
