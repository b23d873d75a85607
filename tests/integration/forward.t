#!/bin/sh
# A box between two networks: calls that come in go on by a trunk, and what
# happens on one side is heard on the other.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

wavtool make-tone us.wav 700 4 8000
wavtool make-tone them.wav 1200 4 8000

cat >plan <<-'END'
	+14255550170  reject 503
	+14255550171  redirect +19005550100
END
start net pstn-sim --listen 127.0.0.1:0 --events --numbers plan
wait_for 10 happened net ready
port=$(event net ready .uri | sed 's/.*://')

# trunk NAME PORT MORE...: a configuration with nothing else
trunk() {
	printf '[dial]\ncountry = US\n[trunk %s]\nserver = 127.0.0.1\n' "$1"
	printf 'port = %s\ncaller_id = +14255550160\n' "$2"
	shift 2
	printf '%s\n' "$@"
}
trunk net "$port" >conf-net
trunk net "$port" 'codecs = PCMA' >conf-pcma
trunk net "$port" 'follow_redirect = yes' >conf-follow
trunk callee "$port" 'user = +14255550151' >conf-callee

# box NAME OPTIONS...: one that forwards; box-NAME is how to call it
box() {
	box_name=$1
	shift
	start "$box_name" answer --events --config conf-net \
		--listen 127.0.0.1:0 "$@"
	wait_for 10 happened "$box_name" ready
	trunk box "$(event "$box_name" ready .uri | sed 's/.*://')" \
		>"box-$box_name"
}
# through BOX NAME OPTIONS...: a call by it
through() {
	through_box=$1
	through_name=$2
	shift 2
	call "$through_name" --config "box-$through_box" "$@" +14255550199
}
# leg BOX DIRECTION FILTER: of the results that a box has printed
leg() {
	jq -r --arg d "$2" "select(.schema and .direction == \$d) | $3" \
		"$1.out"
}

# Audio by content, both ways, and keys
start callee answer --events --config conf-callee --once --play them.wav \
	--record callee.wav --gather 4 --no-barge
wait_for 10 happened callee ready
box audio --forward +14255550151 --record box.wav --once
through audio caller --play us.wav --stay --max 20
wait_for 10 happened callee played
over callee
over caller
is "$status" 0 "a call through the box"
between "$(wavtool tone caller.wav 1 1200 1 3.5)" -1 0 \
	"the caller hears the callee"
between "$(wavtool tone callee.wav 1 700 1 3.5)" -1 0 \
	"the callee hears the caller"
over audio
between "$(wavtool tone box.wav 1 700 1 3.5)" -1 0 \
	"a recording of the box has the caller on the right"
between "$(wavtool tone box.wav 0 1200 1 3.5)" -1 0 \
	"and who it went on to on the left"
is "$(leg audio out .parent)" "$(leg audio in .id)" \
	"one result for each leg: the other's parent"
is "$(leg audio out '"\(.from) \(.to)"')" "+14255550160 +14255550151" \
	"the callee sees the trunk's number"
is "$(leg audio in '.rtp.lost + .rtp.dropped')" 0 "nothing was lost"

box keys --forward +14255550103
through keys presses --gather 4
over presses
is "$(field .digits)" 1234 "keys of the callee's"
stop keys
box info --forward +14255550133
through info by_info --gather 1
over by_info
is "$(field .digits)" 5 "which sends them by INFO"
stop info
start callee answer --events --config conf-callee --gather 3
wait_for 10 happened callee ready
box keys --forward +14255550151
through keys presses --send-digits 951 --stay --max 20
over presses
stop callee
is "$(jq -r 'select(.schema) | .digits' callee.out)" 951 "and the caller's"
stop keys

# What becomes of a call becomes of the other
box busy --forward +14255550110
through busy hears_busy
over hears_busy
is "$status $(field .sip_status)" "10 486" "busy is busy"
is "$(leg busy in .cause) $(leg busy out .cause)" "busy busy" \
	"in both results"
stop busy
box rings --forward +14255550111 --ring 1
through rings waits
over waits
is "$status $(field .sip_status)" "11 480" "nobody answers"
stop rings
box slow --forward +14255550111
through slow gives_up --ring 1
over gives_up
wait_for 10 sh -c 'grep -c offhook.result slow.out | grep -q 2'
is "$(leg slow out .cause)" no-answer "who gives up gives up for both"
is "$(leg slow out .hangup_by)" us "the other one is cancelled"
is "$(leg slow in .q850)" 19 "and why is in the CANCEL"
stop slow
box cause --forward +14255550129
through cause hangs
over hangs
is "$(field '"\(.hangup_by) \(.q850)"')" "them 31" \
	"they hang up, and why is passed on"
stop cause
box early --forward +14255550115
through early tones
over tones
is "$status" 13 "out of service"
is "$(event tones progress .sip_status | head -n 1)" 183 "with early media"
stop early
box hold --forward +14255550128
through hold holds --max 6
over holds
is "$(jq -r 'select(.event == "held" or .event == "resumed") |
	"\(.event) \(.by)"' holds.out | tr '\n' ' ')" \
	"held them resumed them " "hold and resume are passed on"
stop hold
box down --forward +14255550170
through down congested
over congested
is "$(field .sip_status)" 503 "a 503 stays one, so that others are tried"
stop down

# Codecs that differ: the same tones
box other --config conf-pcma --forward +14255550106
through other law --max 3
over law
stop other
is "$(leg other in .codec) $(leg other out .codec)" \
	"PCMU/8000 PCMA/8000" "another codec on each side"
between "$(wavtool tone law.wav 1 1004 0.5 2.5)" -1 0 "and the tone is there"

# Many at once
box many --forward +14255550104
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	printf '+142555502%02d\n' $n
done >list
start all dial --events --config box-many --list list --stay
over all
is "$(jq -r 'select(.schema) | .cause' all.out | sort | uniq -c |
	tr -s ' ')" " 20 done" "20 at once"
wait_for 10 sh -c 'grep -c offhook.result many.out | grep -q 40'
is "$(leg many out .parent | sort)" "$(leg many in .id | sort)" \
	"each has its own"
stop many

# A signal leaves nothing up
box term --forward +14255550105
through term cut --stay
wait_for 10 happened cut answered
stop term
is "$status" 143 "SIGTERM"
is "$(leg term in .cause) $(leg term out .cause)" "terminated terminated" \
	"ends both"
over cut
is "$(field .hangup_by)" them "the caller is told"
# of_net EVENT: the calls of the network that came so far
of_net() {
	event net "$1" .call | sort -u
}
of_net answered >up
of_net ended >over
is "$(comm -23 up over | wc -l)" 0 "and no call of the network's is left"

# Emptied: nobody is cut off, nobody comes in
box drain --forward +14255550105
through drain stays --max 3
wait_for 10 happened stays answered
signal drain USR1
wait_for 10 grep -q 'no more calls; 1 under way' drain.err
through drain late
over late
is "$(field .sip_status)" 503 "SIGUSR1: no more calls"
over stays
is "$(field .hangup_by)" us "those under way go on"
finish drain 10
is "$status" 0 "and then it is over"
is "$(leg drain out .cause)" done "with all results"

# Read again: who is a daemon is told so by SIGHUP. The call under way stays
# with the trunk it began with; the next one goes by the new one.
cp conf-net conf-live
start live setsid answer --events --config conf-live --listen 127.0.0.1:0 \
	--forward +14255550104
wait_for 10 happened live ready
trunk box "$(event live ready .uri | sed 's/.*://')" >box-live
through live before
wait_for 10 happened before answered
printf 'bad = key\n' >>conf-live
signal live HUP
wait_for 10 grep -q 'left as it was' live.err
sed 's/^.trunk net./[trunk other]/' conf-pcma >conf-live
signal live HUP
wait_for 10 grep -q 'read again' live.err
through live after
over after
is "$status" 0 "SIGHUP: a call goes on by the new configuration"
over before
is "$status" 0 "and the one under way to its end"
stop live
is "$(leg live out '"\(.trunk) \(.codec)"' | sort | tr '\n' ' ')" \
	"net PCMU/8000 other PCMA/8000 " "each by its own"
like "$(cat live.err)" "bad" "a fault changes nothing, and is told"

# No way around the guards
run answer --config conf-net --listen 127.0.0.1:0 --forward 911
is "$status" 30 "no emergency number"
run answer --config conf-net --listen 127.0.0.1:0 --forward +19005550100
is "$status" 30 "no premium number"
like "$err" "allow_premium" "and how to allow it"
box follow --config conf-follow --forward +14255550171
through follow sly
over sly
is "$(field .sip_status)" 403 "nor by a redirect: 403"
stop follow
is "$(leg follow out .guard)" "premium-rate range +1900" "the result says why"
box loop --forward +14255550105
through loop turns --header 'Diversion: <tel:+14255550101>;counter=5'
over turns
is "$(field .sip_status)" 482 "who has been forwarded too often stays"
stop loop

# Who calls
box shows --forward +14255550104 --forward-caller-id
through shows is_shown
over is_shown
stop shows
is "$(leg shows out .from)" +14255550160 "the caller's number is shown"

run answer --forward +14255550102 --gather 1
is "$status" 64 "--forward and a job exclude each other"

done_testing
