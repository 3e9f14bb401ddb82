// Package e2e tests the built program from outside: as a process with its signals, files, sockets and faults.
package e2e
