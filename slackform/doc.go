// Package slackform reads what programs send to Slack's incoming webhooks, and
// writes its text as one of our messages. It knows nothing of channels or of who sends.
package slackform
