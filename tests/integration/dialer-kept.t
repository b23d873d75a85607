#!/bin/sh
# The orders typed into the dialer outlive it, but for those that may be a PIN.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
need jq

network '+14255550311  answer, echo'
without_handset
kept=$XDG_STATE_HOME/offhook/dialer_history
leave() {
	keys "$1" q
	ended "$1"
	is "$status" 0 "$2"
	close "$1"
}

# --- typed, and left
screen a 80x24 4255550311
ok "a call" sees a 'up .*14255550311'
keys a :
keys a -l 'mute-all on'
keys a Enter :
keys a -l 'send-digits 4711'
keys a Enter :
keys a -l '4712#'
keys a Enter :
keys a -l ' say 4713'
keys a Enter :
keys a -l 'hangup'
keys a Enter
live_are "" "hung up"
leave a "left"
is "$(cat "$kept")" "mute-all on
hangup" "the orders are kept, but no keys, and nothing behind a blank"
is "$(stat -c %a "$kept")" 600 "for their owner alone"

# --- two at once
screen b 80x24
screen c 80x24
keys b : Up
ok "Up: the last order of the one before" sees b '^:hangup'
keys b Up
ok "and the one before that" sees b '^:mute-all on'
keys b C-u
keys b -l 'dnd on'
keys b Enter
ok "the one" sees b 'DO NOT DISTURB'
keys c :
keys c -l 'dnd off'
keys c Enter
wait_for 10 grep -q 'dnd off' "$kept"
leave b "the one leaves"
leave c "and the other"
is "$(sed -n '3,$p' "$kept")" "dnd on
dnd off" "of two at once none is lost"

# --- a file that is none of ours, and no place for one
rm "$kept"
mkdir "$kept"
screen d 100x30
keys d :
keys d -l 'dnd on'
keys d Enter
ok "orders are done all the same" sees d 'DO NOT DISTURB'
keys d F8
ok "the log says why they are not kept" sees d \
	'typed orders are not kept: dialer_history: '
leave d "left"
rmdir "$kept"
ln -s /dev/full "$kept"
screen e 80x24
keys e :
keys e -l 'dnd off'
keys e Enter
leave e "no link is followed"
is "$(readlink "$kept")" /dev/full "nor replaced"
done_testing
