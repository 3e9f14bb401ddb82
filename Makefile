SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

TEMPL := go tool templ
GOLANGCI := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.12.2
BENCH := mkdir -p build && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o build/minimost . && go build -C bench -o ../build/bench . && CGO_ENABLED=0 go build -o build/lend ./postgres/cluster/lend && build/bench
# SQLite is C translated into Go, and password hashes are arithmetic on memory of their own: the race detector, with the checks
# of pointers that come with it, took most of the tests' time in there. mattn's C is compiled because the detector needs cgo,
# and never runs. At its end each of forty test programs would wait a second for what may still race. Drawing calls into one
# another took the compiler four tenths of its time, of views three quarters. The tests of INLINED are quicker for it.
INLINED := chat pubsub sqlite views/markup
RACE := CGO_CFLAGS=-O0 GORACE=atexit_sleep_ms=100 go test -race '-gcflags=modernc.org/...=-race=false -d=checkptr=0' \
	'-gcflags=golang.org/x/crypto/...=-race=false' '-gcflags=crypto/internal/fips140/...=-race=false' \
	'-gcflags=minimost/...=-l -dwarf=false' $(foreach package,$(INLINED),'-gcflags=minimost/$(package)=-dwarf=false') -timeout 45m
# Each of these asks one request after the other, of every route for every role or of a store: the race detector has nothing to find in them,
# and made them take a third of the time of all tests.
ONE_BY_ONE := ^Test(EveryRouteForEveryRole|ATokenMayWhatItsScopeSays|ATokenThatIsNoneIsRefusedEverywhere|EveryAnswerOfEveryRouteKeepsABrowserSafe|ClosedStoreIsUnavailableOnEveryRoute|OddPathsAreWhatDoesNotExist|AnythingThatPeopleDoIsTheirsToDo|FormsOfPagesThatSayNothingAreRefused|JSON.*|GuessingAnIDTellsNothing|GuessingInBodiesQueriesAndCookiesTellsNothing|TalkStaysSparseInTheLongRun|EveryExampleOfTheOpenAPIFileWorks|PagesAndWhatPeopleDoExtendTheSessionAndNothingElse|TheSimulatorFindsFaults|StoreOnPostgreSQL|TwoServersOnOneDatabaseShowWhatItHolds|EveryRouteForEveryRoleOnTwoServersInTurn)$$
# Nothing in these begins a second goroutine, nor do their tests (checks/alone_test.go): without the detector they take a third of the time.
ALONE := auth/werkzeug chat checks clientip highlight images lang slackform views/gallery views/markup
FUZZTIME ?= 10s
HISTORIES ?= 1000000
SEED ?= 0
DEV_PATTERN := \.(go|templ|sql)$$
DEV_IGNORE := _test\.go$$|/node_modules/|/build/|/playwright/

.PHONY: cluster help run dev generate fmt test test-go race test-fuzz test-ui simulate fuzz browsers liveness pixels check screenshots bench bench-growth bench-live bench-search bench-files soak tools clean

help: ## lists the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "%-12s %s\n", $$1, $$2 }'

run: ## serves on 127.0.0.1:8080
	go run .

dev: ## serves with live reload at http://127.0.0.1:7331 when a view, style sheet, script, statement or Go file is saved
	node scripts/reload-on-change.mjs & trap 'kill %1' EXIT; \
	$(TEMPL) generate --watch --watch-pattern='$(DEV_PATTERN)' --ignore-pattern='$(DEV_IGNORE)' \
		--proxy=http://127.0.0.1:8080 --cmd='node scripts/dev-server.mjs'

generate: node_modules/.package-lock.json ## writes the generated views, the vendored files and what documents list
	$(TEMPL) generate
	npm run --silent vendor
	go test -run TestDocumentsForProgramsListEveryState ./checks -args -write
	go test -run TestTheReadmeListsTheTables ./sqlite -args -write

fmt: ## formats Go and templ files
	gofmt -w $$(git ls-files --cached --others --exclude-standard '*.go' | grep -v _templ.go)
	$(TEMPL) fmt .

test: test-go test-fuzz test-ui ## installs what is missing, then runs Go tests, stale checks, some fuzzing and browser tests

# The stale checks of generated and vendored files are Go tests too, hence the npm packages.
# The tests of bench start the program, which Go does not know: what they said before does not count. They and those that ask
# one thing after the other leave a processor idle, so they run beside the others: without cgo, as the program is built that
# other tests start, so that nothing is compiled in a third way, and without a second vetting. The program is built before
# any of them: two that build at once compile all of it twice.
test-go: tools node_modules/.package-lock.json
	@mkdir -p build && rm -f build/go-tests.json
	CGO_ENABLED=0 go build -o build/minimost-released .
	export BUILT_MINIMOST="$$PWD/build/minimost-released"; { status=0; \
		(cd bench && $(RACE) -count=1 -json ./... >../build/bench-tests.json) & bench=$$!; \
		(failed=0; export CGO_ENABLED=0; go test -json $(addprefix ./,$(ALONE)) || failed=1; \
			go test -vet=off -run '$(ONE_BY_ONE)' -json ./handlers ./demo ./postgres ./liveness || failed=1; \
			go test -vet=off -run '^TestHistories$$' -json ./liveness || failed=1; exit $$failed) >build/one-by-one-tests.json & one_by_one=$$!; \
		$(RACE) -skip '$(ONE_BY_ONE)' -json $(filter-out $(addprefix minimost/,$(ALONE)),$(shell go list ./...)) || status=1; \
		wait $$one_by_one || status=1; wait $$bench || status=1; \
		cat build/one-by-one-tests.json build/bench-tests.json; exit $$status; } \
		| node scripts/go-tests.mjs build/go-tests.json

race: ## runs Go tests with the race detector as `make test` does; ARGS="./sqlite -run TestWriter"
	$(RACE) $(or $(ARGS),./...)

# The packages that build in seconds for fuzzing; what was found once is a Go test everywhere.
# The same inputs each time, since a red run must be found red again; `make fuzz` looks for others.
test-fuzz:
	@export SEED=1; { scripts/fuzz.sh 4000x ./views/markup FuzzDraw && scripts/fuzz.sh 250x ./views/markup FuzzCost; } & markup=$$!; \
		for package in chat auth/werkzeug clientip push; do scripts/fuzz.sh 4000x ./$$package; done; \
		scripts/fuzz.sh 2000x ./images; wait $$markup

simulate: ## plays random histories of pages, browsers and the server; HISTORIES=1000000, SEED=0
	go test -timeout 24h -run '^TestHistories' ./liveness -histories $(HISTORIES) -stores $(shell expr $(HISTORIES) / 500) -seed $(SEED)

fuzz: ## fuzzes every parser, the router and the wire; FUZZTIME=5m, TARGET=FuzzRouter
	@scripts/fuzz.sh $(FUZZTIME) ./... $(TARGET)

test-ui: tools node_modules/.package-lock.json
	@mkdir -p build && rm -f build/ui-tests.json
	npx playwright test

browsers: node_modules/.package-lock.json ## signs up, writes, reacts and opens dialogs in Firefox ESR and WebKitGTK
	@scripts/debian-packages.sh firefox-esr webkit2gtk-driver xvfb
	@mkdir -p build && go build -tags cheaphash -o build/minimost-browsers .
	MINIMOST_BINARY=build/minimost-browsers node --experimental-websocket --no-warnings playwright/browsers/smoke.mjs

cluster: ## kills, cuts off and restarts servers and databases under load; ARGS="-sockets=1000"
	@scripts/debian-packages.sh
	go test -tags cluster -count=1 -v -timeout 30m -run '^TestCluster' ./e2e $(if $(ARGS),-args $(ARGS))

liveness: node_modules/.package-lock.json ## shows, as root, when others see that a page has gone: a Chromium behind a link of its own; ROWS=killed
	@scripts/debian-packages.sh chromium iproute2
	@mkdir -p build && go build -tags cheaphash -o build/minimost-liveness .
	MINIMOST_BINARY=build/minimost-liveness ROWS='$(ROWS)' node playwright/liveness/rows.mjs

pixels: tools node_modules/.package-lock.json ## compares gallery states with their pictures; UPDATE=1 takes these again
	PIXELS=1 npx playwright test --project=pixels --reporter=list $(if $(UPDATE),--update-snapshots)

check: node_modules/.package-lock.json ## formatting, vet, types, linters, import directions, stale checks, known vulnerabilities
	@unformatted=$$(gofmt -l $$(git ls-files --cached --others --exclude-standard '*.go' | grep -v _templ.go)); \
		if [ -n "$$unformatted" ]; then echo "not formatted:" $$unformatted; exit 1; fi
	go vet -tags cluster ./... && go vet -C bench ./...
	npm run --silent typecheck
	go test ./checks
	$(GOLANGCI) run ./...
	cd bench && $(GOLANGCI) run ./...
	node scripts/check-dependencies.mjs

screenshots: tools node_modules/.package-lock.json ## takes the pictures in docs/screenshots again
	node scripts/screenshots.mjs

bench: ## measures each endpoint beside a bare handler; ARGS="-only typing -rounds 3", ARGS="-against PROGRAM", ARGS=-h lists them
	@$(BENCH) throughput -o build/throughput.txt $(ARGS)

bench-growth: ## measures how much more a request costs among many messages, accounts or private channels; ARGS as for bench
	@$(BENCH) growth -rounds 3 -settle 5s -o build/growth.txt $(ARGS)

bench-live: ## measures sockets and polls of many people; ARGS="-only idle"
	@$(BENCH) live -o build/live.txt $(ARGS)

bench-search: ## measures searches among a million messages; ARGS="-scale 0.1"
	@$(BENCH) search -o build/search.txt $(ARGS)

bench-files: ## measures messages beside uploads, and a database with 5 GiB of files (11 GiB of disk); ARGS="-scale 0.1"
	@$(BENCH) files -o build/files.txt $(ARGS)

soak: ## lets people do everything for SECONDS=300, and looks whether memory, goroutines and files stay flat
	@$(BENCH) soak -o build/soak.txt -lasting $(or $(SECONDS),300)s $(ARGS)

tools:
	@scripts/debian-packages.sh

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

clean: ## removes what the other targets made
	rm -rf build node_modules
