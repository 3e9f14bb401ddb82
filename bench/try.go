package main

import "fmt"

// failure is what fail panics with.
type failure struct{ error }

// fail ends what is being tried, as Fatal ends a test.
func fail(format string, args ...any) { require(fmt.Errorf(format, args...)) }

// require fails when there is an error.
func require(err error) {
	if err != nil {
		panic(failure{err})
	}
}

// required is a value, unless there is an error.
func required[T any](value T, err error) T {
	require(err)
	return value
}

// try does something until it ends or fails, and returns why it failed. Whatever runs in a goroutine of its own is tried there.
func try(do func()) (err error) {
	defer func() {
		if why := recover(); why != nil {
			failed, ok := why.(failure)
			if err = failed.error; !ok {
				panic(why)
			}
		}
	}()
	do()
	return nil
}
