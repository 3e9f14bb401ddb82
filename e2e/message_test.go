package e2e

import (
	"encoding/json"
)

// chatMessage is what a test reads of a message. The numbers keep their digits.
type chatMessage struct {
	ID        json.Number `json:"id"`
	TS        json.Number `json:"ts"`
	Sender    string      `json:"sender"`
	Content   string      `json:"content"`
	Reactions string      `json:"reactions"`
}

func (m chatMessage) seconds() float64 {
	f, _ := m.TS.Float64()
	return f
}
