package postgres

import (
	"net"
	"time"
)

// alive finds out within 10 s that a database's machine has gone without a word: whoever waits for its answer
// would do so for as long as TCP does, a quarter of an hour, while another machine has taken over.
var alive = net.KeepAliveConfig{Enable: true, Idle: 4 * time.Second, Interval: 2 * time.Second, Count: 3}

// unansweredFor is how long what was sent may not have arrived.
const unansweredFor = 10 * time.Second
