# Every target says after "##" what it is for; "make help" shows them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

TAGS := migrated_fynedo
# The tour plays on the stage of the tests, which a program for people does not carry.
APP := go run -tags $(TAGS),tour .
DATA ?= build/server
LISTEN ?= 127.0.0.1:8080

.PHONY: help pictures run test test-core phone screens golden sim server apk desktop bench bench-scan bench-sync prove chaos lint generate verify

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## start the app with a demo server and region inside; without a display it plays a tour and leaves pictures in build/tour/
	@script/need go pixels
ifneq ($(DISPLAY),)
	$(APP) --demo
else
	@script/need display
	@mkdir -p build/tour
	xvfb-run -a -s "-screen 0 1600x1200x24" $(APP) --demo --tour build/tour
endif

test: ## look over the source and run every test, on SQLite and PostgreSQL
	@script/need go pixels postgres java exif $(if $(ANDROID_NDK_HOME),android)
	@status=0; \
	script/verify || status=1; \
	script/check || status=1; \
	DIANQIN_REQUIRE=1 script/postgres script/test all || status=1; \
	exit $$status

test-core: ## run every test that needs no pixels
	@script/need go c postgres java exif
	@DIANQIN_REQUIRE=1 script/postgres script/test core

phone: ## the phone's shell in a window of 412x892, with the demo inside
	@script/need go pixels
	$(APP) --demo --phone

screens: ## paint every screen in every look into build/screens/, with contact sheets
	@script/need go pixels
	@rm -rf build/screens
	DIANQIN_PICTURES=$(CURDIR)/build/screens go test -tags $(TAGS) -count=1 -run 'TestEveryScene' ./screens
	@echo "the pictures are in build/screens/, all of them on sheet.png, sheet-phone.png and sheet-desk.png"

golden: ## take every screen as it looks now for its golden picture
	@script/need go pixels
	go test -tags $(TAGS) -count=1 -run 'TestEveryScene|TestEveryGolden' ./screens -golden
	@git status --short screens/testdata

pictures: ## play the tour and put its film and poster into docs/pictures/
	@$(MAKE) run DISPLAY=
	cp build/tour/tour.gif build/tour/tour.png docs/pictures/

sim: ## the app as Fyne builds it for phones, on this desktop
	@script/need go pixels
	go run -tags $(TAGS),mobile . --demo --phone

server: ## the server with the demo region (DATA=folder LISTEN=address)
	@script/need go
	go run ./cmd/server --data $(DATA) --listen $(LISTEN) --demo

apk: ## the Android packages into build/apk/ (ANDROID_NDK_HOME; KEYSTORE, KS_ALIAS, KS_PASS; ABI=arm64)
ifeq ($(ANDROID_NDK_HOME),)
	@echo "no package made: ANDROID_NDK_HOME is not set (docs/android.md)"
else
	@script/need go c android
	go run ./script/apk -out build/apk $(if $(ABI),-abi $(ABI))
endif

desktop: ## the desktop programs into build/desktop/: for this machine and for Windows
	@script/need go pixels windows
	go run ./script/desktop -out build/desktop

bench: ## run every benchmark and keep the figures in build/bench.txt
	@script/need go pixels
	@mkdir -p build
	set -o pipefail; go test -tags $(TAGS) -run '^$$' -bench . -benchmem -p 1 ./... | tee build/bench.txt

bench-scan: ## measure the scanner beside zxing-cpp and zbar (ARGS="-seed 7 -v")
	@script/need go
	@script/bench-scan $(ARGS)

bench-sync: ## measure downloads, changes and pushes at 1,000, 10,000 and 100,000 customers, PocketBase and a plain copy beside (SIZES=)
	@script/need go
	script/bench-sync $(SIZES)

prove: ## play 10,000 simulated schedules of phones, people, network and server (N=how many)
	@script/need go
	script/prove $(N)

chaos: ## kill phones, server and network at random for a while, and compare what is left line by line
	@script/need go
	go run ./cmd/fleet chaos $(ARGS)

lint: ## gofmt, vet, staticcheck, govulncheck
	@script/need go pixels
	@script/check

generate: ## write the generated files again
	go generate ./...

verify: ## generate again and fail where a committed file changes
	@script/verify
