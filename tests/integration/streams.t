#!/bin/sh
# Cron and daemons: stdin, stdout or stderr closed, no terminal, a pipe that
# nobody reads, a disk that is full.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

wavtool make-tone two.wav 700 2 8000

# shell NAME SCRIPT
shell() {
	start "$1" sh -c "$2"
}
shell no_out 'dial +14255550103 --gather 9 --record no_out.wav >&-'
shell no_in 'dial +14255550103 --gather 9 --json <&-'
shell no_err 'dial +14255550103 --gather 9 --json 2>&-'
shell nothing 'dial +14255550103 --gather 9 --record nothing.wav \
	<&- >&- 2>&-'
shell no_tty 'setsid -w dial +14255550103 --gather 9 --json'
shell no_reader 'dial +14255550103 --gather 9 --events | head -n 1'
shell full 'exec dial +14255550103 --gather 9 --json >/dev/full'
shell no_home 'env -u HOME -u XDG_CONFIG_HOME -u XDG_RUNTIME_DIR \
	-u XDG_CACHE_HOME -u XDG_STATE_HOME -u XDG_DATA_HOME -i \
	PATH="$PATH" TMPDIR="$TMPDIR" dial +14255550103 --gather 9 --json'
# 100 blocks of 512 bytes: 1.6 s of both sides
shell small 'trap "" XFSZ; ulimit -f 100; exec dial +14255550105 \
	--play two.wav --loop 2 --record small.wav --json'

over no_out
between "$status" 0 1 "stdout closed: the call is made"
between "$(wavtool length no_out.wav)" 1.5 2.5 "and recorded"
over no_in
is "$status" 0 "stdin closed: done"
is "$(field .digits)" 1234 "with its result"
over no_err
is "$status" 0 "stderr closed: done"
is "$(field .digits)" 1234 "with its result"
over nothing
between "$status" 0 1 "all three closed: the call is made"
between "$(wavtool length nothing.wav)" 1.5 2.5 "and recorded"
is "$(wavtool channels nothing.wav)" 2 \
	"and nothing was written into it but sound"
over no_tty
is "$status" 0 "no terminal: done"
is "$(field .digits)" 1234 "with its result"
over no_reader
is "$status" 0 "a reader that leaves does no harm"
over full
is "$status" 1 "a result that cannot be written is a failure"
is "$(grep -c 'No space left' full.err)" 1 "and said to be one, once"
over no_home
is "$status" 0 "cron's bare environment: done"
is "$(field .digits)" 1234 "with its result"

run env HOME=/proc/1 XDG_CACHE_HOME= dial +14255550102 --say "$$" --json
is "$status" 0 "a home that cannot be written to: spoken all the same"
is "$(field .played)" true "to the end"
run offhook -q --json --timeout 30 dial +14255550110
is "$(field .exit_code)" 10 "offhook: options may stand before the command"
is "$err" '' "and are obeyed"
run sh -c 'dial +14255550110 --json | head -n 0'
unlike "$err" 'pipe' "a reader that leaves wants no word of it"

over small
is "$status" 0 "disk full: the call goes on"
is "$(field .played)" true "to the end of the prompt"
between "$(field .billsec)" 3.9 4.5 "all 4 s of it"
is "$(field .recording_ok)" false "the result says that the recording is not"
between "$(wavtool length small.wav)" 0.5 1.7 "what there is can be played"
between "$(wavtool tone small.wav 0 700 0.1 0.5)" -1 0 "and heard"

done_testing
