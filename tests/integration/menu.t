#!/bin/sh
# A menu file on a call: prompts, keys, tries, a message, somebody called.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need espeak-ng

mkdir shop
wavtool make-tone shop/welcome.wav 700 1 8000
wavtool make-tone shop/hours.wav 900 1 8000
wavtool make-tone shop/wrong.wav 500 0.3 8000
wavtool make-tone shop/bye.wav 1100 0.5 8000
wavtool make-tone them.wav 1200 3 8000
cat >shop/shop.menu <<'END'
[menu main]
prompt  = welcome.wav
1       = play hours.wav
2       = menu more
3       = record msg-{from}.wav
3       = hangup
invalid = play wrong.wav
default = play bye.wav
tries   = 2
timeout = 1

[menu more]
say  = More.
1    = forward +14255550101
1    = play wrong.wav
2    = forward +14255550110
2    = play bye.wav
2    = hangup
3    = transfer +14255550101
4    = transfer +14255550110
4    = play bye.wav
4    = hangup
star = back
END

# desk NAME OPTIONS...: answer with the menu in the background
desk() {
	desk_name=$1
	shift
	start "$desk_name" answer --once --events --record "$desk_name.wav" \
		--menu shop/shop.menu "$@"
	wait_for 20 happened "$desk_name" ready
	uri=$(event "$desk_name" ready .uri)
}
rings() {
	rings_name=$1
	shift
	start "$rings_name" pstn-sim call "$uri" --from +14255550142 \
		--events "$@"
}
# played NAME: what was begun to be played, in order
played() {
	event "$1" playing .prompt | sed 's/.*speech.*/(words)/; s/.*shop.//' |
		tr '\n' ' '
}

desk patient
rings caller1 --for 20
over patient
is "$status" 0 "nobody presses a key: done"
is "$(played patient)" "welcome.wav welcome.wav bye.wav " \
	"asked twice, then the default"
is "$(field .hangup_by)" us "and hung up by us"
between "$(field .billsec)" 4.4 6 "after two waits of a second"
between "$(wavtool tone patient.wav 0 700 0.2 0.9)" -1 0 \
	"what is played is heard"
over caller1

desk keys
rings caller2 --press w1WW9W2 --for 8
over keys
is "$(played keys)" \
	"welcome.wav hours.wav welcome.wav wrong.wav welcome.wav (words) " \
	"a key each: a file, none of ours, another menu"
is "$status $(field .hangup_by)" "0 them" "whoever has heard enough is done"
over caller2

desk message
rings caller3 --press 3 --play them.wav --for 20
over message
is "$status" 0 "a message was left"
between "$(wavtool length msg-+14255550142.wav)" 1 4 \
	"as long as they spoke"
over caller3

desk person
rings caller4 --press w2w1 --for 6
over person
is "$(event person dialing .number | sort -u)" +14255550101 \
	"a key that calls somebody"
over caller4

desk busy
rings caller5 --press w2w2 --for 20
over busy
is "$(played busy)" "welcome.wav (words) bye.wav " \
	"somebody who is busy: the next step"
is "$(field .hangup_by)" us "and the end"
over caller5

desk through
rings caller7 --press w2w3 --for 6
over through
is "$(event through dialing .number | sort -u)" +14255550101 \
	"put through to somebody, where no REFER can be"
is "$status" 0 "as long as they talk"
over caller7

desk nobody
rings caller8 --press w2w4 --for 20
over nobody
is "$(played nobody)" "welcome.wav (words) bye.wav " \
	"nothing came of it: the next step"
is "$(field .hangup_by)" us "and the end"
over caller8

# The example: a message
start office answer --once --events --menu \
	"$OFFHOOK_TOP/scripts/examples/menu/office.menu"
wait_for 60 happened office ready
uri=$(event office ready .uri)
rings caller6 --press w2w1 --play them.wav --for 30
over office
is "$status $(field .hangup_by)" "0 us" "the example takes a message"
between "$(wavtool length 20*-+14255550142.wav)" 1 4 \
	"in a file of the caller's number"
over caller6

# Who is called hears it too
start out dial --events --max 10 --menu shop/shop.menu +14255550103
over out
is "$(played out | cut -d' ' -f1)" welcome.wav "dial --menu: they hear it"
like "$(played out)" hours.wav "and their key counts"

# --- faults
cat >bad.menu <<'END'
[menu main]
prompt = missing.wav
1 = menu nowhere
2 = dance
END
run offhook check bad.menu
is "$status" 78 "a menu file with faults"
is "$(printf '%s\n' "$err" | sed -n 's/.*bad.menu:\([0-9]*\).*/\1/p' |
	tr '\n' ' ')" "2 3 4 " "in the order of the file"
like "$err" 'bad.menu:2: missing.wav: No such file' "a file that is not there"
like "$err" 'bad.menu:3: .*no menu nowhere' "a menu that is not there"
like "$err" "bad.menu:4: .*'dance'" "a word that is none, with its line"
run answer --menu bad.menu
is "$status" 78 "answer does not begin with it"
run offhook check shop/shop.menu
is "$status" 0 "one without"
like "$err" 'shop.menu: no faults, 2 menus' "says so"
run answer --menu missing.menu
is "$status" 66 "none at all"
run answer --menu shop/shop.menu --exec true
is "$status" 64 "a menu and a program"
run answer --menu shop/shop.menu --gather 1
is "$status" 64 "a menu and --gather"

done_testing
