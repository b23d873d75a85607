#!/bin/sh
# dial, and calls that are given up.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/peer/lib.sh"
need sipp jq

uas rings <<'END'
recv INVITE
send 180
recv CANCEL
	CSeq: CANCEL
	!To: tag=
	Reason: Q\.850;cause=19
send 200
send 487 to=INVITE
recv ACK
END
call --ring 1
is "$status" 11 "nobody answers"
obeyed rings "CANCEL, 487, ACK"

# --- the answer crosses the CANCEL
uas crosses <<'END'
recv INVITE
send 180
recv CANCEL
send 200
send 200 to=INVITE sdp
recv ACK
	To: tag=peer1
recv BYE
	To: tag=peer1
send 200
END
call --ring 1
is "$status" 11 "answered as we gave up"
obeyed crosses "ACK, then BYE"

# --- nobody rings yet: a CANCEL has to wait for a provisional answer
uas silent -nr <<'END'
recv INVITE
recv INVITE
pause 900
send 180
recv CANCEL
send 200
send 487 to=INVITE
recv ACK
END
call --ring 1
is "$status" 32 "not even a 100 in time"
obeyed silent "the CANCEL waits for a first answer"

# --- the next trunk was tried, and failed before the first one rings
uas late -nr <<'END'
recv INVITE
recv INVITE
recv INVITE
pause 300
send 180
recv CANCEL
send 200
send 487 to=INVITE
recv ACK
END
cat >>trunk.conf <<'END'
reply_timeout = 1
[trunk dead]
server = 127.0.0.1
port = 1
transport = tcp
[route all]
pattern = ^\+
trunks = peer dead
END
call
is "$status" 32 "neither trunk in time"
is "$(field '[.tries[].trunk] | join(" ")')" "peer dead" "both were tried"
obeyed late "who was left before still gets the CANCEL"

# --- one of those behind the first trunk picks up when all is over there
uas second <<'END'
recv INVITE
send 180
recv CANCEL
send 200
send 487 to=INVITE
recv ACK
END
second=$port
uas fork <<'END'
recv INVITE
send 180
send 503 to=INVITE
recv ACK
pause 300
send 200 to=INVITE tag=peer2 sdp
recv ACK
	To: tag=peer2
recv BYE
	To: tag=peer2
send 200
END
cat >>trunk.conf <<END
[trunk other]
server = 127.0.0.1
port = $second
[route all]
pattern = ^\+
trunks = peer other
END
call --ring 2
is "$status" 11 "the second trunk rings"
obeyed fork "503, and then a 200 of another fork: ACK and BYE"
obeyed second "the second trunk's call is taken back"

# --- by a signal
for signal in INT:130 TERM:143; do
	uas ringing <<'END'
recv INVITE
send 180
recv CANCEL
send 200
send 487 to=INVITE
recv ACK
END
	start caller dial --config trunk.conf --json --events +14255550100
	wait_for 5 grep -q '"ring' caller.out
	signal caller ${signal%:*}
	finish caller 5
	is "$status" ${signal#*:} "SIG${signal%:*} while it rings"
	obeyed ringing "CANCEL, 487, ACK"
done

uas talking <<'END'
recv INVITE
send 200 sdp
recv ACK
recv BYE
send 200
END
start caller dial --config trunk.conf --json --events +14255550100
wait_for 5 grep -q '"answer' caller.out
signal caller TERM
finish caller 5
is "$status" 143 "SIGTERM while we talk"
obeyed talking "BYE"

done_testing
