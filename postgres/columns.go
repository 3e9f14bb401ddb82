package postgres

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/jackc/pgx/v5/pgtype"
	zombiezen "zombiezen.com/go/sqlite"
)

func isText(kind uint32) bool {
	return kind == pgtype.TextOID || kind == pgtype.VarcharOID || kind == pgtype.UnknownOID || kind == pgtype.NameOID
}

func (s *stmt) int64(at, col int) int64 {
	v := s.rows[at]
	if v == nil {
		return 0
	}
	switch s.columns[col].kind {
	case pgtype.Int8OID:
		return int64(binary.BigEndian.Uint64(v)) //nolint:gosec // It is what was sent.
	case pgtype.Int4OID:
		return int64(int32(binary.BigEndian.Uint32(v))) //nolint:gosec // It is what was sent.
	case pgtype.Int2OID:
		return int64(int16(binary.BigEndian.Uint16(v))) //nolint:gosec // It is what was sent.
	case pgtype.BoolOID:
		return int64(v[0])
	case pgtype.Float8OID:
		return int64(math.Float64frombits(binary.BigEndian.Uint64(v)))
	}
	n, _ := strconv.ParseInt(string(v), 10, 64)
	return n
}

// ColumnCount is part of sqlite.Stmt.
func (s *stmt) ColumnCount() int { return len(s.columns) }

// ColumnIndex is part of sqlite.Stmt.
func (s *stmt) ColumnIndex(name string) int {
	if i, known := s.index[name]; known && i < len(s.columns) && s.columns[i].name == name {
		return i
	}
	return -1
}

// ColumnName is part of sqlite.Stmt.
func (s *stmt) ColumnName(i int) string { return s.columns[i].name }

// ColumnType is part of sqlite.Stmt.
func (s *stmt) ColumnType(i int) zombiezen.ColumnType {
	if s.rows[s.at+i] == nil {
		return zombiezen.TypeNull
	}
	switch s.columns[i].kind {
	case pgtype.Int8OID, pgtype.Int4OID, pgtype.Int2OID, pgtype.BoolOID:
		return zombiezen.TypeInteger
	case pgtype.Float8OID:
		return zombiezen.TypeFloat
	case pgtype.ByteaOID:
		return zombiezen.TypeBlob
	}
	return zombiezen.TypeText
}

// ColumnText is part of sqlite.Stmt.
func (s *stmt) ColumnText(i int) string {
	if i < 0 {
		return ""
	}
	return string(s.rows[s.at+i])
}

// ColumnInt64 is part of sqlite.Stmt.
func (s *stmt) ColumnInt64(i int) int64 {
	if i < 0 {
		return 0
	}
	return s.int64(s.at+i, i)
}

// ColumnFloat is part of sqlite.Stmt.
func (s *stmt) ColumnFloat(i int) float64 {
	if i < 0 {
		return 0
	}
	if v := s.rows[s.at+i]; v != nil && s.columns[i].kind == pgtype.Float8OID {
		return math.Float64frombits(binary.BigEndian.Uint64(v))
	}
	return float64(s.ColumnInt64(i))
}

// GetText is part of sqlite.Stmt.
func (s *stmt) GetText(name string) string { return s.ColumnText(s.ColumnIndex(name)) }

// GetInt64 is part of sqlite.Stmt.
func (s *stmt) GetInt64(name string) int64 { return s.ColumnInt64(s.ColumnIndex(name)) }

// GetFloat is part of sqlite.Stmt.
func (s *stmt) GetFloat(name string) float64 { return s.ColumnFloat(s.ColumnIndex(name)) }

// GetBool is part of sqlite.Stmt.
func (s *stmt) GetBool(name string) bool { return s.GetInt64(name) != 0 }

// IsNull is part of sqlite.Stmt.
func (s *stmt) IsNull(name string) bool {
	i := s.ColumnIndex(name)
	return i >= 0 && s.rows[s.at+i] == nil
}

// GetLen is part of sqlite.Stmt.
func (s *stmt) GetLen(name string) int {
	if i := s.ColumnIndex(name); i >= 0 {
		return len(s.rows[s.at+i])
	}
	return 0
}

// GetBytes is part of sqlite.Stmt.
func (s *stmt) GetBytes(name string, into []byte) int {
	if i := s.ColumnIndex(name); i >= 0 {
		return copy(into, s.rows[s.at+i])
	}
	return 0
}
