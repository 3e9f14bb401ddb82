// Package highlight finds what the parts of code are, such as keywords and comments, within a bound on size and time. Its lexers
// are a chosen few of chroma's: importing all of chroma's would cost every start, and several megabytes.
package highlight
