package chat

import (
	"errors"
	"fmt"
)

// Code says what kind of failure an Error is. The HTTP layer maps each code to
// one status.
type Code string

// The codes of an Error. Internal is never set on an Error: it is what CodeOf
// reports for every error that is not one.
const (
	Invalid     Code = "invalid"     // the request itself is wrong
	Forbidden   Code = "forbidden"   // no access, or nothing there to have access to
	NotFound    Code = "not_found"   // no such message, account or member
	Conflict    Code = "conflict"    // the thing is already as asked, or full
	TooLarge    Code = "too_large"   // longer than a limit allows
	TooMany     Code = "too_many"    // too many tries; later ones may pass
	Reused      Code = "reused"      // something else was done under this key
	Full        Code = "full"        // there is no room for it
	Unavailable Code = "unavailable" // the store cannot do it now
	Internal    Code = "internal"    // anything unforeseen
)

// Error is a failure a person is told about: Message is one plain sentence.
type Error struct {
	Code    Code
	Message string
	// Said is the Message before its arguments were put in, for other languages.
	Said Words
}

// Error returns the sentence for people.
func (e *Error) Error() string { return e.Message }

// Errorf makes an Error with a formatted sentence.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Said: Say(format, args...)}
}

// CodeOf returns the code of the first Error in err's chain, Internal for any
// other error and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}

// MessageOf returns the sentence of the first Error in err's chain, and a
// general one for any other error, so that no internal text reaches a client.
func MessageOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Message
	}
	return "Something went wrong on the server."
}
