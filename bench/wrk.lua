-- Sends the requests of a file in turn; each thread begins elsewhere in it. Arguments: the file and, to look at each
-- answer's status, the one that is right. That slows wrk down, so it is for a pass that is not measured.

local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  requests, wrong = {}, 0
  for line in io.lines(args[1]) do
    local method, path, cookie, kind, body = line:match("^(.-)\t(.-)\t(.-)\t(.-)\t(.*)$")
    local headers = { Host = wrk.headers["Host"], Cookie = cookie }
    if kind ~= "" then
      headers["Content-Type"] = kind
    end
    if method == "GET" then
      body = nil
    end
    requests[#requests + 1] = wrk.format(method, path, headers, body)
  end
  position = number * 17 % #requests
  if args[2] then
    local right = tonumber(args[2])
    response = function(status)
      if status ~= right then
        wrong = wrong + 1
      end
    end
  end
end

function request()
  position = position % #requests + 1
  return requests[position]
end

function done(summary, latency)
  local wrong = 0
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get("wrong")
  end
  local errors = summary.errors
  io.write(string.format(
    'tally {"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"refused":%d,"unexpected":%d,"connect":%d,"read":%d,"write":%d,"timeout":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status, wrong,
    errors.connect, errors.read, errors.write, errors.timeout))
end
