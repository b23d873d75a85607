#!/bin/sh
# scripts/examples/bot: what is said to a program, and what it answers.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need jq sox
. "$OFFHOOK_TOP/tests/spoken.sh"

bot=$OFFHOOK_TOP/scripts/examples/bot/bot.sh
spoken speak 500 'Speak, *'
spoken octave 1400 'twice of what they say'
spoken same 700 'what they say'
wavtool make-tone them.wav 700 4 8000

start net pstn-sim --listen 127.0.0.1:0
wait_for 10 grep -q ready net.err

# meet NAME PROGRAM...: the bot, and a caller who speaks to it and hangs up
meet() {
	meet_name=$1
	shift
	start "$meet_name" answer --once --events -- "$bot" "$@"
	wait_for 10 happened "$meet_name" ready
	call "$meet_name$$" "$(event "$meet_name" ready .number)" \
		--send-digits WWW --play them.wav
	over "$meet_name$$"
	mv "$meet_name$$.wav" "$meet_name.wav"
	over "$meet_name"
}

meet parrot
is "$status" 0 "they hang up"
is "$(heard parrot.wav 1)" "speak octave" "sox answers an octave higher"
between "$(sounding parrot.wav 1)" 3 5 "all that they say"
ok "nothing is left behind" sh -c '! ls -d "$TMPDIR"/tmp.* 2>&-'

export BOT_RATE=16000
meet echo cat
is "$(heard echo.wav 1)" "speak same" "a program of one's own, 16000 a second"

cat >leaves <<-'END'
	#!/bin/sh
	# Answers for a second, and has said it all
	exec head -c 32000
END
chmod +x leaves
meet leaves ./leaves
is "$status" 0 "a program that ends"
is "$(field .hangup_by)" us "ends the call"
between "$(wavtool length leaves.wav)" 1 6.5 "when it has spoken"

done_testing
