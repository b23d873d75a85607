# Offhook: PSTN telephony for the terminal.
#
#   make demo     install what is missing, build, place a simulated call
#   make check    install what is missing, build, run all tests
#   make          build the commands into build/bin
#   make install  PREFIX=/usr/local DESTDIR=
#
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
FUZZ_SRC := $(sort $(wildcard tests/fuzz/*.c))
BENCH_SRC := $(sort $(wildcard tests/bench/*.c))
HEADERS  := $(sort $(wildcard lib/*/*.h))
CMDS     := $(CMD_SRC:cmd/%.c=%)

VARIANT  := release$(if $(SAN),-san)$(if $(COV),-cov)
B        := build/$(VARIANT)
BIN      := $(if $(SAN)$(COV),$(B)/bin,build/bin)

LIB_OBJ  := $(LIB_SRC:%.c=$B/%.o) $(LIB_ASM:%.S=$B/%.o)
LIB      := $B/liboffhook.a
PROGS    := $(CMDS:%=$(BIN)/%)
TOOLS    := $(TOOL_SRC:tests/tools/%.c=$B/tools/%)
UNIT     := $B/unit-tests
FUZZ     := $(FUZZ_SRC:tests/fuzz/%.c=$B/fuzz/%)
BENCH    := $(BENCH_SRC:tests/bench/%.c=$B/bench/%)

# ------------------------------------------------------------------- flags

# librem is part of libre from 3.0 on, and has no file of its own then.
REM  := $(shell $(PKG_CONFIG) --exists librem 2>/dev/null && echo librem)
PKGS := libre $(REM) sndfile samplerate spandsp opus libcjson inih popt \
	libpcap openssl
LIBRE_VERSION := $(shell $(PKG_CONFIG) --modversion libre 2>/dev/null | \
	awk -F. '{ printf "0x%02x%02x%02x", $$1, $$2, $$3 }')

# The first five are what libre's own build sets and its .pc file forgets;
# without RELEASE its inline checks hold breakpoints.
DEFS := -D_GNU_SOURCE -DHAVE_INTTYPES_H -DHAVE_STDBOOL_H -DHAVE_INET6 \
	-DRELEASE -DUSE_OPENSSL -DOH_LIBRE=$(LIBRE_VERSION) \
	-DOH_VERSION='"$(VERSION)"'
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wvla -Wpointer-arith -Wwrite-strings \
	-Werror=incompatible-pointer-types $(WERROR)
PKG_CFLAGS := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null))
PKG_LIBS   := $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null)

ALL_CFLAGS  = -std=c11 $(DEFS) -Ilib -include lib/base/banned.h $(WARN) \
	$(PKG_CFLAGS) -pthread -ffunction-sections -fdata-sections \
	$(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer) \
	$(if $(COV),--coverage) $(CFLAGS)
# libre's timers must find our tmr_jiffies: pull it out of the archive.
ALL_LDFLAGS = -pthread -Wl,--gc-sections -Wl,--as-needed \
	-Wl,-u,tmr_jiffies $(if $(SAN),-fsanitize=$(SAN)) \
	$(if $(COV),--coverage) $(LDFLAGS)
ALL_LIBS    = $(PKG_LIBS) -lm

Q := $(if $(V),,@)

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

$B/bench/%: $B/tests/bench/%.o $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< $(LIB) $(ALL_LIBS)

# The table of cases is made from the sources, so no case is forgotten.
$B/unit-table.c: $(UNIT_SRC) scripts/list-tests
	@mkdir -p $(@D)
	$(Q)scripts/list-tests $(UNIT_SRC) >$@.tmp && mv $@.tmp $@

WRAP := -Wl,--wrap=mem_zalloc,--wrap=mem_alloc,--wrap=mem_realloc \
	-Wl,--wrap=oh_clock_us,--wrap=oh_clock_wall_us

$(UNIT): $(UNIT_SRC:%.c=$B/%.o) $B/unit-table.o $(LIB)
	$(if $(V),,@echo "  LD      $@")
	$(Q)$(CC) $(ALL_LDFLAGS) $(WRAP) -o $@ $(filter %.o,$^) $(LIB) \
		$(ALL_LIBS) -lcmocka

$B/unit-table.o: $B/unit-table.c
	$(Q)$(CC) $(ALL_CFLAGS) -Itests/unit -c -o $@ $<

$B/tests/unit/%.o: ALL_CFLAGS += -Itests/unit

check-unit: $(UNIT)
	$(UNIT) $(TESTS)

check-oom: $(UNIT)
	$(UNIT) --oom $(TESTS)

HCHECK := $(HEADERS:%.h=$B/%.hcheck)
check-headers: $(HCHECK)
$(HCHECK): $B/%.hcheck: %.h
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Werror -fsyntax-only -x c $< && touch $@

check-layers check-length check-man check-completions:
	scripts/$@

check-symbols: $(LIB)
	scripts/check-symbols $(LIB)

clean:
	rm -rf build

-include $(LIB_OBJ:.o=.d) $(CMD_SRC:%.c=$B/%.d) $(UNIT_SRC:%.c=$B/%.d)
-include $(TOOL_SRC:%.c=$B/%.d) $(BENCH_SRC:%.c=$B/%.d)

.PHONY: all clean check-unit check-oom check-headers check-layers \
	check-symbols check-length check-man check-completions
.SECONDARY:
.DELETE_ON_ERROR:
