#!/bin/sh
# The mouse on the dialer's screen, as terminals tell of it: in a tmux, which
# tells of it in the old way, and in bytes of SGR. And what is asked of the
# terminal, which is nothing without "mouse = yes".
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
need jq

network '+14255550311  answer, echo' '+14255550312  answer, echo'
without_handset
cp phone.conf plain.conf
echo 'mouse = yes' >>phone.conf

# sgr NAME BUTTON X Y: pressed and released, columns and rows from 1
sgr() {
	tmux send-keys -t "$1" -l "$(printf '\033[<%d;%d;%dM\033[<%d;%d;%dm' \
		"$2" "$3" "$4" "$2" "$3" "$4")"
}

# at NAME TEXT: its first place; sets x and y
at() {
	eval "$(shown "$1" | sed 's/[^ -~]/./g' | awk -v text="$2" 'index($0, text) {
		print "x=" index($0, text) " y=" NR; exit }')"
}

# press NAME TEXT: a click there
press() {
	sees "$1" "$2"
	at "$1" "$2"
	sgr "$1" 0 "$x" "$y"
}

# row NAME REGEX: a click on the row that has it, in column 45
row() {
	sees "$1" "$2"
	sgr "$1" 0 45 "$(shown "$1" | grep -En -- "$2" | head -n 1 |
		sed 's/:.*//')"
}

# --- SGR: what xterm and those like it send
export TERM=xterm-256color LC_ALL=C.UTF-8
window a 80x24 "TERM=xterm-256color dialer --config ./phone.conf \
	--timeout 100 4255550311"
ok "a call" sees a 'up .*14255550311'
keys a F3
sees a '\[Calls\]'
press a 'Number'
ok "a click on a frame does nothing" sees a '\[Calls\]'
sgr a 0 5 3
ok "a click on the number entry gives it the keys" sees a '\[Number\]'
for key in '4 ghi' '2 abc' '5 jkl' '5 jkl' '5 jkl' '5 jkl' '0 +' '3 def' \
	'1       2' '2 abc'; do
	press a "$key"
done
ok "clicks on the keypad type digits" sees a '^│4255550312'
keys a Enter
ok "the number is called" sees a 'up .*14255550312'
live_are "+14255550311 held;+14255550312 up;" "the first one waits"
row a 'held .*14255550311'
ok "a click chooses a call" sees a '›.*held .*14255550311'
keys a Enter
live_are "+14255550311 up;+14255550312 held;" "which is the one talked to"
press a 'h Hold'
live_are "+14255550311 held;+14255550312 held;" "a key of the bottom line"
press a 'Help'
ok "another" sees a 'Everywhere'
for i in 1 2 3 4 5 6; do sgr a 65 40 12; done
ok "the wheel moves the help" misses a '^│.? *Typed'
keys a Escape
ok "which goes away" misses a 'Everywhere'
keys a F8 F3
ok "the log" sees a 'Log'
for i in 1 2 3 4 5 6 7 8; do sgr a 64 40 18; done
ok "the wheel moves in what is pointed at" sees a '›.*calling|›.*phone|›.*:..:'
ok "and the keys stay" sees a '\[Calls\]'
was=$(shown a | grep -c .)
for place in '500 500' '80 1' '1 1' '40 13' '1 24' '81 24'; do
	for button in 0 64 65; do
		# shellcheck disable=SC2086
		sgr a $button $place
	done
done
live_are "+14255550311 held;+14255550312 held;" "elsewhere it does nothing"
ok "to the screen neither" test "$(shown a | grep -c .)" = "$was"
tmux resize-window -t a -x 40 -y 10
ok "40x10" sees a '60x18'
for y in 1 2 3 4 5 6 7 8 9; do sgr a 0 5 $y; sgr a 65 5 $y; done
tmux resize-window -t a -x 1 -y 1
sgr a 0 1 1
sgr a 0 9 9
tmux resize-window -t a -x 80 -y 24
ok "no click there does anything" sees a 'held .*14255550311'
live_are "+14255550311 held;+14255550312 held;" "to calls, too"
press a 'Leave'
ok "the last key of the line asks" sees a 'What becomes of'
keys a x
ended a
is "$status" 0 "left"
close a

# --- the old way: what a tmux sends to who runs in it
window b 80x24 "dialer --config ./phone.conf --timeout 100"
ok "in tmux" sees b '\[Number\]'
at b '5 jkl'
# shellcheck disable=SC2059
tmux send-keys -t b -l "$(printf "\\033[M \\$(printf %o $((x + 32)))\\$(
	printf %o $((y + 32)))")"
ok "a click on the keypad" sees b '^│5'
keys b C-u q
ended b
close b

# --- what is asked of the terminal: all that is written to it, in raw
window r 80x24 "script -qfc 'bash --norc -i' raw"
sees r 'bash'
keys r "stty rows 24 cols 80; export TERM=xterm-256color PS1='rea''dy> '" Enter
sees r '^ready> *$'
on='\[\?1000h' off='\[\?1000l'
count() { grep -aEo "$1" raw | wc -l; }
counts() { [ "$(count "$1")" = "$2" ]; }
# begins CONF: a dialer, whose process is in pid then
begins() {
	rm -f pid
	keys r "sh -c 'echo \$\$ >pid; exec dialer --config ./$1'" Enter
	sees r 'Leave'
}
# ready: the shell is back
ready() { sees r '^ready> *$'; }

ok "without mouse = yes" begins plain.conf
keys r C-z
ok "and stopped" sees r 'Stopped'
keys r fg Enter
ok "and back" sees r 'Leave'
keys r q
ok "and left" ready
is "$(count '\[\?(9|100[0-9]|1015|1016)[;hl]')" 0 "nothing is asked"
keys r clear Enter
ok "with it" begins phone.conf
ok "clicks are asked for" counts "$on" 1
is "$(count "$off")" 0 "and go on being told"
keys r C-z
ok "Ctrl-Z" sees r 'Stopped'
is "$(count "$off")" 1 "no more are told"
keys r fg Enter
again() { [ "$(count "$on")" -gt 1 ]; }
ok "fg asks again" wait_for 10 again
ok "paints" sees r 'Leave'
sgr r 0 50 5
ok "and a click works again" sees r '\[Calls\]'
keys r q
ok "leaving" ready
is "$(count "$off")" 2 "no more are told"
keys r clear Enter
ok "another one" begins phone.conf
kill -SEGV "$(cat pid)"
ok "which crashes" sees r 'Segmentation'
is "$(count "$off")" 3 "no more are told"
keys r exit Enter
close r
done_testing
