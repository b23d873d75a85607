#!/bin/sh
# AGI scripts, as they were written for Asterisk: tests/agi has a Perl, a
# Python and a sh one. What they are told, and what is heard.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need jq perl python3

scripts=$OFFHOOK_TOP/tests/agi
wavtool make-tone welcome.wav 600 3 8000
wavtool make-tone account.wav 700 1 8000
wavtool make-tone goodbye.wav 800 0.6 8000
wavtool make-tone them.wav 1200 4 8000

# desk NAME OPTIONS...: answer in the background, its script's log NAME.log
desk() {
	desk_name=$1
	shift
	: >"$desk_name.log"
	AGI_TEST_LOG=$PWD/$desk_name.log
	export AGI_TEST_LOG
	start "$desk_name" answer --once --events -v \
		--listen sip:127.0.0.1:0 --from-anyone \
		--record "$desk_name.wav" "$@"
	wait_for 20 happened "$desk_name" ready
	uri=$(event "$desk_name" ready .uri)
}
rings() {
	rings_name=$1
	shift
	start "$rings_name" pstn-sim call "$uri" --from +14255550142 \
		--events "$@"
}
# told NAME COMMAND: the answer, by the log of the script
told() {
	sed -n "s;^$2.* -> ;;p" "$1.log"
}

# --- Perl
desk perl --agi "$scripts/menu.pl" -- 'a b' c
rings caller1 --press w1W4711 --for 20
over perl
is "$status $(field .flow_status) $(field .hangup_by)" "0 0 us" \
	"a Perl script: done, and it has hung up"
like "$(head -n 1 perl.log)" \
	"^called by \+14255550142, wanted .*/menu.pl a b\|c a b\$" \
	"it knows the call, and its arguments"
is "$(told perl ANSWER)" "200 result=0" "ANSWER"
is "$(told perl 'CHANNEL STATUS')" "200 result=6" "CHANNEL STATUS"
is "$(told perl VERBOSE)" "200 result=1" "VERBOSE"
like "$err" 'menu.pl: a call has come$' "is said"
like "$(told perl 'STREAM FILE welcome')" \
	'^200 result=49 endpos=[1-9][0-9]{3,4}$' "a key ends STREAM FILE"
is "$(told perl 'GET DATA')" "200 result=4711" "GET DATA"
is "$(told perl 'GET VARIABLE ACCOUNT')" "200 result=1 (4711)" \
	"a variable that is set"
is "$(told perl 'GET VARIABLE NOTHING')" "200 result=0" "and one that is not"
is "$(told perl 'GET FULL')" "200 result=1 (<4711> by +14255550142)" \
	"a text with variables"
is "$(told perl 'SAY DIGITS')" "200 result=0" "SAY DIGITS"
is "$(told perl 'EXEC Playback')" "200 result=0" "EXEC Playback"
is "$(told perl 'GET VARIABLE PLAYBACKSTATUS')" "200 result=1 (SUCCESS)" \
	"and what came of it"
is "$(told perl HANGUP)" "200 result=1" "HANGUP"
like "$(told perl 'STREAM FILE goodbye')" '^511 ' \
	"who has hung up cannot be played to"
is "$(told perl NOOP)" "200 result=0" "but other things can be asked"
is "$(event perl playing .prompt | sed 's/.*\///' | tr '\n' ' ')" \
	"welcome.wav account.wav digits 4711 goodbye.wav " \
	"what was played, in order"
between "$(wavtool tone perl.wav 0 600 0.1 0.4)" -1 0 "the welcome is heard"
between "$(wavtool tone perl.wav 0 800 \
	"$(since 0.5 "$(wavtool length perl.wav)")" \
	"$(since 0.2 "$(wavtool length perl.wav)")")" -1 0 "and the goodbye"
is "$(field .digits)" 4711 "digits are in the result"
over caller1

# --- Python
echo "an older one" >box.wav
desk python --agi "$scripts/voicemail.py"
rings caller2 --play them.wav --for 30
over python
is "$status $(field .flow_status)" "0 0" "a Python script"
is "$(head -n 1 python.log)" "language en, unique True" "its environment"
is "$(told python 'SAY NUMBER 21')" "200 result=0" "SAY NUMBER"
is "$(told python 'STREAM FILE not-there')" "200 result=0 endpos=0" \
	"a file that is not there"
like "$(event python warning .text)" '^not-there: No such file' "is told"
like "$(told python 'RECORD FILE')" '^200 result=0 \(timeout\) endpos=' \
	"RECORD FILE, ended by silence"
between "$(wavtool length box.wav)" 0.5 4 "a message, in place of an older one"
between "$(wavtool tone box.wav 0 1200 0.1 0.4)" -1 0 "of theirs"
like "$(told python 'STREAM FILE /')" '^200 result=0 endpos=[1-9]' \
	"which is played"
is "$(told python 'GET VARIABLE LAST')" "200 result=1 (0,timeout)" \
	"EXEC Set"
is "$(told python 'EXEC MusicOnHold')" "200 result=-2" \
	"an application that is not here"
is "$(told python 'SAY ALPHA')" "200 result=0" "SAY ALPHA"
like "$(told python 'SAY NUMBER many')" '^520 ' "a number that is none"
is "$(told python 'WAIT FOR DIGIT')" "200 result=0" "no key came"
over caller2

# --- sh
desk sh --agi "$scripts/wait.sh"
rings caller3 --press W9 --for 3
over sh
is "$(head -n 1 sh.log)" "from +14255550142" "a sh script"
is "$(told sh 'wait for digit')" "200 result=57" "a key, and small letters"
is "$(told sh 'WAIT FOR DIGIT')" "200 result=-1" "they hang up meanwhile"
is "$(grep -c hup sh.log)" 1 "SIGHUP, once"
like "$(told sh 'STREAM FILE')" '^511 ' "the call is gone"
is "$(told sh 'GET VARIABLE')" "200 result=1 (yes)" "variables are not"
is "$(tail -n 1 sh.log) $status" "end 0" "and it comes to its own end"
over caller3


# --- scripts that are none
# program NAME: the lines on stdin, as a script
program() {
	{ echo '#!/bin/sh'; cat; } >"$1"
	chmod +x "$1"
}

# The quote is left open, and one line is too long
program garbage <<-'EOS'
	printf 'DANCE\n\n\001\377"\\\n'
	head -c 5000 /dev/zero | tr '\0' x
	printf '\nSTREAM FILE welcome\nWAIT FOR DIGIT soon\nNOOP\n'
	printf 'STREAM FILE ../welcome ""\nNOOP'
	exec >&-
	cat >garbage.got
EOS
desk garbage --agi ./garbage
rings caller4 --for 20
over garbage
is "$(sed '1,/^$/d' garbage.got | cut -c 1-26 | tr '\n' '|')" \
	"510 Invalid or unknown com|510 Invalid or unknown com|\
510 Invalid or unknown com|510 Invalid or unknown com|\
520-Invalid command syntax|Usage: STREAM FILE file es|\
520 End of proper usage.|520-Invalid command syntax|\
Usage: WAIT FOR DIGIT time|520 End of proper usage.|200 result=0|\
200 result=0 endpos=0|200 result=0|" \
	"garbage: each line has its answer"
over caller4

program deaf <<-'EOS'
	yes NOOP | head -n 500
	echo 'EXEC Playback goodbye'
EOS
desk deaf --agi ./deaf
rings caller5 --for 20
over deaf
is "$status $(field .hangup_by)" "0 us" "a script that never reads"
is "$(event deaf playing .prompt | sed 's/.*\///')" goodbye.wav \
	"what it asked for at its end is done"
over caller5

# More answers than a pipe holds: it waits for itself
program stuck <<-'EOS'
	yes NOOP | head -n 20000
EOS
desk stuck --agi ./stuck
rings stuckcaller --for 2
over stuck
is "$status $(field .hangup_by)" "19 them" "one that never reads and goes on"
over stuckcaller

program endless <<-'EOS'
	exec yes 'NOOP again and again'
EOS
desk endless --agi ./endless
rings caller6 --for 2
over endless
is "$status $(field .hangup_by) $(field .flow_status)" "19 them 129" \
	"a script that writes without end: SIGHUP ends it"
between "$(field .duration)" 1.5 4 "and the call had its time"
over caller6

program line <<-'EOS'
	exec tr '\0' x </dev/zero
EOS
desk line --agi ./line
rings caller7 --for 2
over line
is "$status $(field .flow_status)" "19 129" "or a line without end"
over caller7

# --- AGISIGHUP, and one whom we call
program spared <<-'EOS'
	echo 'SET VARIABLE AGISIGHUP no'
	echo 'STREAM FILE welcome ""'
	echo 'STREAM FILE welcome ""'
	sed '/511/q' >spared.got
	sleep 0.3
EOS
desk spared --agi ./spared
rings caller8 --for 1
over spared
is "$status" 0 "AGISIGHUP=no: no signal, it comes to its end"
like "$(cat spared.got)" '^200 result=-1 endpos=' \
	"what was played ends with them"
over caller8

start net pstn-sim --listen 127.0.0.1:0
wait_for 10 grep -q ready net.err
program called <<-'EOS'
	sed '/^$/q' >called.got
	echo 'EXEC Playback goodbye'
	read -r answer
	exit 3
EOS
call out --agi ./called +14255550100
over out
is "$status $(field .flow_status)" "3 3" "dial --agi: its status"
like "$(cat called.got)" '^agi_extension: \+14255550100$' \
	"it knows whom we called"
is "$(event out playing .prompt | sed 's/.*\///')" goodbye.wav "and speaks"

run dial --events --agi ./no-such-script +14255550100
is "$status $out" "127 " "a script that is not there: nobody is called"
run answer --agi ./called --exec true
is "$status" 64 "--agi and --exec"
like "$err" 'exclude each other' "is said"
run answer --agi ./called --menu x.menu
is "$status" 64 "--agi and --menu"
run answer --agi ''
is "$status" 64 "no script"
like "$err" '^answer: --agi: which program' "is said so"
run answer --agi ./called --play welcome.wav
is "$status" 64 "--agi and a prompt"

done_testing
