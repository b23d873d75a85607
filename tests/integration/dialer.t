#!/bin/sh
# The dialer, as somebody uses it: a number is typed, called, held, transferred
# and ended by what the bottom line of the screen says.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/screen.sh"
need jq

network '+14255550311  answer, echo' '+14255550312  answer, tone 1004/60s' \
	'+14255550313  ring 1s, answer, wait 60s' '+14255550314  reject 486'
without_handset
screen d 100x30

# --- a number, and what it would become
ok "the bottom line tells what to do" sees d '0-9 Number.*q Leave'
keys d 9005550100
ok "a number that may not be called is told so" sees d 'refused'
keys d C-u 4255550311
ok "while it is typed: it may be called" sees d 'may be called'
ok "in its international form" sees d 'Number +.14255550311'
ok "by which trunk" sees d 'Trunk +sim'
keys d Enter
ok "Enter calls it" sees d 'up .*\+14255550311'
ok "which codec" sees d 'PCMU'
live_are "+14255550311 up;" "it is a call"

# --- one key each
keys d 5
ok "a digit is pressed" wait_for 10 happened net digit
is "$(event net digit .digit | head -n 1)" 5 "and it is that one"
keys d h
ok "h holds" sees d 'held .*\+14255550311'
live_are "+14255550311 held;" "it is held"
keys d h
ok "and resumes" sees d 'up .*\+14255550311'
keys d r
ok "r records" sees d 'r Stop record'
ok "into which file" sees d 'recording into /.*wav'
keys d r
ok "and stops" sees d 'r Record'
ok "which is said, too" sees d 'recorded into /.*wav'

# --- the ladder
keys d s
ok "s: the SIP messages" sees d 'INVITE'
ok "both ways" sees d '200 OK'
keys d Home Enter
ok "one whole, by Enter" sees d 'Call-ID:'
keys d Escape Escape

# --- two at once
keys d n 4255550312 Enter
ok "another call" sees d 'up .*\+14255550312'
live_are "+14255550311 held;+14255550312 up;" "the first one is held"
keys d x
live_are "+14255550311 held;" "x ends the selected call"
keys d ':hangup all' Enter
live_are "" ":hangup all ends the rest"

# --- as words
keys d ':call +14255550313' Enter
ok ":call, and it rings" sees d 'ringing|up'
ok "until somebody answers" sees d 'up .*\+14255550313'
keys d t 4255550312 Enter
live_are "+14255550312 up;+14255550313 up;" "t: they are put through"
ok "and shown to be joined" sees d 'joined with \+'
keys d ':hangup all' Enter
live_are "" "until all is hung up"

# --- somebody is written down meanwhile
keys d F5
ok "no contacts yet" sees d 'No contacts yet'
mkdir -p "$HOME/.config/offhook"
echo '"Cleo Park" <+14255550312>' >"$HOME/.config/offhook/contacts"
ok "who is written down is there" sees d 'Cleo Park'
keys d F4
ok "and in the history, by name" sees d 'Cleo Park.*answered'
keys d F3

keys d ':nonsense' Enter
ok "what is no order is told so" sees d 'nonsense'
keys d ':call 4255550314' Enter
ok "busy is told" sees d 'busy .*4255550314'

# --- called
keys d F3
start ann pstn-sim call "sip:+14255550150@127.0.0.1:$port" \
	--from +14255550120 --for 20s
ok "somebody rings: a card" sees d 'a Answer'
ok "who it is" sees d '4255550120'
keys d a
ok "a answers" sees d 'up .*4255550120'
keys d x
finish ann 20
live_are "" "x hangs up"
start bob pstn-sim call "sip:+14255550150@127.0.0.1:$port" \
	--from +14255550121 --for 20s
ok "somebody else rings" sees d 'a Answer'
keys d x
finish bob 20
live_are "" "x rejects"
like "$(cat bob.out bob.err)" '486|busy' "they are told"

# --- leaving
keys d F4
ok "the history has them" sees d '4255550121'
keys d q
ended d
is "$status" 0 "q leaves at once without a call"
ok "the telephone goes with it" wait_for 10 no_phone
is "$(cat d.before)" "$(cat d.after)" "the terminal is what it was"
done_testing
