//go:build cheaphash

package auth

// Cost is next to nothing: browser tests sign up hundreds of people.
var Cost = CheapCost

// Weak says that the program was built for tests alone, with the tag cheaphash.
const Weak = true
