#!/bin/sh
# The machines of the plan: voicemail, fax, a menu.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

wavtool make-tone message.wav 700 2 8000
call mail --max 8 --play message.wav --loop 0 +14255550117
call fax --max 4 +14255550118
call menu1 --send-digits WWW1 +14255550119
call menu2 --send-digits WWW2 +14255550119
call early --send-digits w2 +14255550119
call wrong --send-digits 'WWW9,1' +14255550119

over mail
is "$status" 21 "0117 counts as answered, and listens on"
beep=$(wavtool speech mail.wav 1 | tail -n 1 | cut -d' ' -f2)
between "$beep" 4.2 4.6 "0117: greeting of 4 s, and the beep"
between "$(wavtool tone mail.wav 1 1000 "$(since 0.3 "$beep")" "$beep")" \
	-1 0 "0117: which is 1000 Hz"
between "$(wavtool tone mail.wav 1 1000 0.1 3.5)" -101 -10 \
	"0117: the greeting is none"
between "$(wavtool speech mail.wav 1 | awk '$1 < 3.5 { n += $2 - $1 }
	END { print n }')" 2 4.2 "0117: but speech"
between "$(wavtool level mail.wav 1 4.7 7.9)" -101 -60 "0117: then silence"
between "$(wavtool tone mail.wav 0 700 4.7 7.9)" -1 0 \
	"0117: into which we speak"

over fax
is "$status" 21 "0118 counts as answered"
between "$(wavtool tone fax.wav 1 2100 0.1 2.9)" -0.5 0 "0118: CED, 2100 Hz"
between "$(sounding fax.wav 1)" 2.9 3.1 "0118: for 3 s"

# chose NAME: it has said something, and left
chose() {
	over "$1"
	is "$status" 0 "0119: $1 is done"
	is "$(field .hangup_by)" them "0119: it hangs up by itself"
	between "$(sounding "$1.wav" 1)" 1.5 6 "0119: after it has said something"
}
chose menu1
chose menu2
chose early
chose wrong
between "$(field .billsec)" 6 9 "0119: another key chooses nothing"
# What it says to 1 is not what it says to 2, and is said at that time only.
for n in menu1 menu2; do
	between "$(wavtool speech $n.wav 1 | awk '$1 > 2.9 { n += $2 - $1 }
		END { print n }')" 0.5 3 "0119: the choice is repeated in $n"
done

done_testing
