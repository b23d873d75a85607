# Offhook: PSTN telephony for the terminal.
#
#   make demo     install what is missing, build, place a simulated call
#   make check    install what is missing, build, run all tests
#   make          build the commands into build/bin
#   make install  PREFIX=/usr/local DESTDIR=
#
# One kind of test: check-unit [TESTS=PREFIX] check-oom check-san check-cli
# check-integration check-peer check-interop check-regress check-fuzz
# check-static
# More: fuzz [FUZZ_SECONDS=10] coverage bench completions dist clean uninstall
# interop (Asterisk; root) soak [SECONDS=300] [CALLS=200]
# Variants: SAN=address,undefined  COV=1  (each in its own build folder)

PREFIX      ?= /usr/local
DESTDIR     ?=
BINDIR      ?= $(PREFIX)/bin
MANDIR      ?= $(PREFIX)/share/man
BASHCOMPDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHCOMPDIR  ?= $(PREFIX)/share/zsh/site-functions
FISHCOMPDIR ?= $(PREFIX)/share/fish/vendor_completions.d
CC          ?= cc
CFLAGS      ?= -O2 -g
PKG_CONFIG  ?= pkg-config
VERSION     := 0.1.0

# ------------------------------------------------------------ what is built

LIB_SRC  := $(sort $(wildcard lib/*/*.c))
LIB_ASM  := $(sort $(wildcard lib/*/*.S))
CMD_SRC  := $(sort $(wildcard cmd/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/*.c))
TOOL_SRC := $(sort $(wildcard tests/tools/*.c))
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
BENCH_SRC := $(sort $(wildcard tests/bench/*.c))
BENCH_PART := $(sort $(wildcard tests/bench/part/*.c))
HEADERS  := $(sort $(wildcard lib/*/*.h))
CMDS     := $(CMD_SRC:cmd/%.c=%)

SAN_NAME := $(if $(filter address%,$(SAN)),san,$(SAN))
VARIANT  := release$(if $(LIBFUZZER),-fuzz,$(if $(SAN),-$(SAN_NAME)))$(if $(COV),-cov)
B        := build/$(VARIANT)
BIN      := $(if $(SAN)$(COV),$(B)/bin,build/bin)

LIB_OBJ  := $(LIB_SRC:%.c=$B/%.o) $(LIB_ASM:%.S=$B/%.o)
LIB      := $B/liboffhook.a
PROGS    := $(CMDS:%=$(BIN)/%)
TOOLS    := $(TOOL_SRC:tests/tools/%.c=$B/tools/%)
UNIT     := $B/unit-tests
FUZZ     := $(FUZZ_SRC:tests/fuzz/%.c=$B/fuzz/%)
BENCH    := $(BENCH_SRC:tests/bench/%.c=$B/bench/%)
MAN      := $(sort $(wildcard man/*.[1-8]))
COMP     := $(sort $(wildcard completions/*/*))

# ------------------------------------------------------------------- flags

PKGS := libre sndfile samplerate spandsp opus libcjson inih popt \
	openssl libcurl libpcre2-8 sqlite3 ncursesw readline
LIBRE_VERSION := $(shell $(PKG_CONFIG) --modversion libre 2>/dev/null | \
	awk -F. '{ printf "0x%02x%02x%02x", $$1, $$2, $$3 }')

# What is loaded when it is wanted: the one whose headers we are built with
SPANDSP_SO := $(shell objdump -p "$$($(PKG_CONFIG) --variable=libdir \
	spandsp)/libspandsp.so" 2>/dev/null | awk '/SONAME/ { print $$2 }')

# The first five are what libre's own build sets and its .pc file forgets;
# without RELEASE its inline checks hold breakpoints.
DEFS := -D_GNU_SOURCE -DHAVE_INTTYPES_H -DHAVE_STDBOOL_H -DHAVE_INET6 \
	-DRELEASE -DUSE_OPENSSL -DOH_LIBRE=$(LIBRE_VERSION) \
	-DOH_VERSION='"$(VERSION)"' \
	$(if $(SPANDSP_SO),-DOH_SPANDSP_SO='"$(SPANDSP_SO)"')
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wvla -Wpointer-arith -Wwrite-strings \
	-Werror=incompatible-pointer-types $(WERROR)
PKG_CFLAGS := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null))
PKG_LIBS   := $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null)

ALL_CFLAGS  = -std=c11 $(DEFS) -Ilib -include lib/base/banned.h $(WARN) \
	$(PKG_CFLAGS) -pthread -ffunction-sections -fdata-sections \
	$(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer) \
	$(if $(LIBFUZZER),-fsanitize=fuzzer-no-link) \
	$(if $(COV),--coverage) $(CFLAGS)
# libre's timers must find our tmr_jiffies: pull it out of the archive.
ALL_LDFLAGS = -pthread -Wl,--gc-sections -Wl,--as-needed \
	-Wl,-u,tmr_jiffies $(if $(SAN),-fsanitize=$(SAN)) \
	$(if $(COV),--coverage) $(LDFLAGS)
ALL_LIBS    = $(PKG_LIBS) -lm

Q := $(if $(V),,@)

# One clear line instead of a page of errors. The targets named here bring
# what is missing, or need none of it.
NEEDS_NONE := demo check clean dist uninstall check-layers check-length
ifneq ($(filter-out $(NEEDS_NONE),$(or $(MAKECMDGOALS),all)),)
ifneq ($(shell $(PKG_CONFIG) --exists $(PKGS) 2>/dev/null && echo yes),yes)
$(error Libraries are missing: run "make demo" or scripts/install-deps)
endif
endif

# ----------------------------------------------------------------- targets

all: $(PROGS)

$B/%.o: %.c
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC      $<")
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$B/%.o: %.S
	@mkdir -p $(@D)
	$(if $(V),,@echo "  AS      $<")
	$(Q)$(CC) $(DEFS) -Ilib -MMD -MP -c -o $@ $<

$(LIB): $(LIB_OBJ)
	$(if $(V),,@echo "  AR      $@")
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(BIN)/%: $B/cmd/%.o $(LIB)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LD      $@")
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< $(LIB) $(ALL_LIBS)

$B/tools/%: $B/tests/tools/%.o $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< $(LIB) $(ALL_LIBS)

$B/bench/%: $B/tests/bench/%.o $(BENCH_PART:%.c=$B/%.o) $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS)

$B/tests/bench/%.o: ALL_CFLAGS += -Itests/bench

# The table of cases is made from the sources, so no case is forgotten.
$B/unit-table.c: $(UNIT_SRC) scripts/list-tests
	@mkdir -p $(@D)
	$(Q)scripts/list-tests $(UNIT_SRC) >$@.tmp && mv $@.tmp $@

WRAP := -Wl,--wrap=mem_zalloc,--wrap=mem_alloc,--wrap=mem_realloc \
	-Wl,--wrap=oh_clock_us,--wrap=oh_clock_wall_us

$(UNIT): $(UNIT_SRC:%.c=$B/%.o) $B/unit-table.o $(LIB)
	$(if $(V),,@echo "  LD      $@")
	$(Q)$(CC) $(ALL_LDFLAGS) $(WRAP) -o $@ $(filter %.o,$^) $(LIB) \
		$(ALL_LIBS) -lcmocka -lpcap

$B/unit-table.o: $B/unit-table.c
	$(Q)$(CC) $(ALL_CFLAGS) -Itests/unit -c -o $@ $<

$B/tests/unit/%.o: ALL_CFLAGS += -Itests/unit

check-unit: $(UNIT)
	$(UNIT) $(TESTS)

check-oom: $(UNIT)
	$(UNIT) --oom $(TESTS)

check-san:
	+$(SANMAKE) check-unit

# ------------------------------------------------------------------- checks

SANMAKE := $(MAKE) SAN=address,undefined
NPROC   := $(shell nproc 2>/dev/null || echo 2)

demo:
	scripts/install-deps build
	+$(MAKE) -j$(NPROC) all
	scripts/demo

check:
	scripts/install-deps test
	+$(MAKE) -j$(NPROC) WERROR=-Werror check-build
	+$(SANMAKE) -j$(NPROC) WERROR=-Werror check-build-san
	scripts/check

check-build: all $(TOOLS) $(UNIT)
check-build-san: $(UNIT) $(FUZZ)

check-cli check-integration check-peer check-interop check-regress: all $(TOOLS)
	scripts/check $(@:check-%=%)

check-static: all
	scripts/check static

check-fuzz:
	+$(SANMAKE) check-build-san
	scripts/check fuzz

HCHECK := $(HEADERS:%.h=$B/%.hcheck)
check-headers: $(HCHECK)
$(HCHECK): $B/%.hcheck: %.h
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Werror -fsyntax-only -x c $< && touch $@

check-layers check-length:
	scripts/$@

check-man check-completions: all
	scripts/$@

check-symbols: $(LIB)
	scripts/check-symbols $(LIB)

# --------------------------------------------------------------- fuzz, cover

# Without libFuzzer a target replays the files it is given: tests/fuzz/replay.c
FUZZ_MAIN := $(if $(LIBFUZZER),,$B/tests/fuzz/replay.o)
FUZZ_SECONDS ?= 10

$B/fuzz/%: $B/tests/fuzz/%.o $(FUZZ_MAIN) $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) $(if $(LIBFUZZER),-fsanitize=fuzzer) \
		-o $@ $(filter %.o,$^) $(LIB) $(ALL_LIBS)

$B/tests/fuzz/%.o: ALL_CFLAGS += -Wno-missing-prototypes

fuzz:
	@command -v clang >/dev/null || \
		{ echo "no clang: run scripts/install-deps fuzz"; exit 1; }
	+$(SANMAKE) CC=clang LIBFUZZER=1 fuzz-run

fuzz-run: $(FUZZ)
	scripts/fuzz $(B)/fuzz $(FUZZ_SECONDS)

coverage:
	+$(MAKE) COV=1 CFLAGS="-O0 -g" coverage-run

coverage-run: $(UNIT)
	find $(B) -name '*.gcda' -delete
	$(UNIT) >/dev/null
	scripts/coverage $(B)

interop: all $(TOOLS)
	scripts/interop

SECONDS ?= 300
CALLS   ?= 200

soak: all $(TOOLS)
	scripts/soak $(BIN) $(B)/tools $(SECONDS) $(CALLS)

bench: all $(BENCH) $B/tools/wavtool
	scripts/bench $(B)/bench

# ------------------------------------------------------------------- install

completions: all
	scripts/gen-completions completions

# Where each file goes: "FILE DESTINATION", for install and uninstall alike
INSTALLED = $(foreach p,$(CMDS),$(BIN)/$p:$(BINDIR)/$p) \
	$(foreach m,$(MAN),$m:$(MANDIR)/man$(subst .,,$(suffix $m))/$(notdir $m)) \
	$(foreach c,$(filter completions/bash/%,$(COMP)),$c:$(BASHCOMPDIR)/$(notdir $c)) \
	$(foreach c,$(filter completions/zsh/%,$(COMP)),$c:$(ZSHCOMPDIR)/$(notdir $c)) \
	$(foreach c,$(filter completions/fish/%,$(COMP)),$c:$(FISHCOMPDIR)/$(notdir $c))

install: all
	@set -e; for f in $(INSTALLED); do \
		from=$${f%%:*}; to="$(DESTDIR)$${f#*:}"; \
		case $$from in $(BIN)/*) mode=755;; *) mode=644;; esac; \
		echo "  INSTALL $$to"; \
		install -D -m $$mode "$$from" "$$to"; \
	done

uninstall:
	@for f in $(INSTALLED); do rm -f "$(DESTDIR)$${f#*:}"; done

dist:
	@mkdir -p build
	git archive --prefix=offhook-$(VERSION)/ HEAD | \
		gzip -9n >build/offhook-$(VERSION).tar.gz

clean:
	rm -rf build

-include $(LIB_OBJ:.o=.d) $(CMD_SRC:%.c=$B/%.d) $(UNIT_SRC:%.c=$B/%.d)
-include $(TOOL_SRC:%.c=$B/%.d) $(BENCH_SRC:%.c=$B/%.d)
-include $(BENCH_PART:%.c=$B/%.d)

-include $(FUZZ_SRC:%.c=$B/%.d)

.PHONY: all demo check check-build check-build-san check-unit check-oom \
	check-san check-cli check-integration check-peer check-interop \
	check-regress check-static check-fuzz check-headers check-layers \
	check-symbols check-length check-man check-completions fuzz \
	fuzz-run coverage coverage-run interop soak bench completions \
	install uninstall dist clean
.SECONDARY:
.DELETE_ON_ERROR:
