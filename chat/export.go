package chat

import (
	"bytes"
	"encoding/json"
)

// ExportRow is one row of what is exported of an account, its values in their order.
type ExportRow []ExportValue

// ExportValue is a string, an int64, a float64 or nil, and its name.
type ExportValue struct {
	Name  string
	Value any
}

// MarshalJSON writes the row as an object.
func (r ExportRow) MarshalJSON() ([]byte, error) {
	var object bytes.Buffer
	object.WriteByte('{')
	for i, v := range r {
		if i > 0 {
			object.WriteByte(',')
		}
		for j, part := range []any{v.Name, v.Value} {
			text, err := json.Marshal(part)
			if err != nil {
				return nil, err
			}
			if j == 1 {
				object.WriteByte(':')
			}
			object.Write(text)
		}
	}
	object.WriteByte('}')
	return object.Bytes(), nil
}

// ExportWriter takes what is exported of an account, one list after another.
type ExportWriter interface {
	// List begins the list of a name, such as messages.
	List(name string) error
	// Row adds a row to it.
	Row(ExportRow) error
	// File has the pieces of a file under a name such as files/7/plan.pdf, until next
	// returns an empty one.
	File(name string, next func() ([]byte, error)) error
}
