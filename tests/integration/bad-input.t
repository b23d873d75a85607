#!/bin/sh
# What is wrong is found before a packet is sent: a clear message, a status,
# and a network to which nothing came.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

start net pstn-sim --listen 127.0.0.1:0 --events
wait_for 10 happened net ready
mkdir folder
wavtool make-tone good.wav 700 1 8000
echo "no sound at all" >text.wav
printf '[trunk x]\nserver = 127.0.0.1\nprot = 5060\n' >broken.conf
printf '[trunk a]\nserver = 127.0.0.1\n[trunk b]\nserver = 127.0.0.1\n' \
	>two.conf
printf 'name,number\nx,+14255550100\ny,frog\n' >bad.csv
printf 'name,telephone\nx,+14255550100\n' >other.csv
to=+14255550100

# bad STATUS MESSAGE OPTIONS...
bad() {
	bad_status=$1
	bad_text=$2
	shift 2
	run dial --events "$@"
	is "$status" "$bad_status" "dial $*: status $bad_status"
	like "$err" "$bad_text" "dial $*: says why"
	unlike "$out" '"dialing"' "dial $*: calls nobody"
}

bad 64 'no number'
bad 64 "unknown option '--frog'" --frog $to
bad 64 "'5x' is not a time" --ring 5x $to
bad 64 "'Nonsense'" -H Nonsense $to
bad 64 "'Via: x'" -H 'Via: x' $to
bad 64 'control characters' -H "$(printf 'X: \tx')" $to
bad 64 "'\\['" --gather 1 --match '[' $to
bad 64 'gather' --match '[0-9]' $to
bad 64 "gather: '0' is too small" --gather 0 $to
bad 64 'gather 65' --gather 65 $to
bad 64 'terminator needs --gather' --terminator 1 $to
bad 64 'timeout-first needs --gather' --timeout-first 1 $to
bad 64 "terminator ''" --gather 1 --terminator '' $to
bad 64 'loop needs --play or --say' --loop 2 $to
bad 64 'say: it is empty' --say '' $to
bad 64 'play: it is empty' --play '' $to
bad 64 'spell: it is empty' --spell '' $to
bad 64 "say-digits '4x2': no digit at character 2" --say-digits 4x2 $to
bad 64 "say-number '1,5': not a number at character 2" --say-number 1,5 $to
bad 64 "say-number '10{12}': 12 digits" --say-number 1000000000000 $to
bad 64 "language 'it': no recordings" --say-digits 1 --language it $to
bad 64 'language needs --say-digits' --language de $to
bad 64 "max: '0' is too short" --max 0 $to
unlike "$err" 'simulated network' "and no network was started for it"
bad 64 '12x' --send-digits 12x $to
bad 65 "'\\+1425'" +1425
bad 65 "'frog'" frog
bad 65 "'frog'" --all $to frog
bad 65 'bad.csv:3: .*frog' --list bad.csv
bad 65 'other.csv:1: ' --list other.csv
bad 66 'missing.wav: No such file' --play missing.wav $to
bad 66 'folder: a directory' --play folder $to
bad 66 'text.wav: ' --play good.wav --play text.wav $to
bad 66 'missing.csv: No such file' --list missing.csv
bad 73 'folder nowhere: No such file' --record nowhere/x.wav $to
bad 73 'nowhere/x.pcap' --pcap nowhere/x.pcap $to
bad 73 'nowhere/x.json' --events=nowhere/x.json $to
bad 78 "no trunk named 'nowhere'" --trunk nowhere $to
bad 78 'broken.conf:3: .*prot.*port' --config broken.conf $to
bad 78 'missing.conf' --config missing.conf $to
bad 78 'trunk' --config two.conf $to

if [ "$(id -u)" != 0 ]; then
	cp good.wav secret.wav
	chmod 000 secret.wav
	bad 66 'secret.wav: Permission denied' --play secret.wav $to
else
	skip "root may read everything" "a prompt that may not be read"
fi

run play-prompt --to $to missing.wav
is "$status" 66 "play-prompt: missing prompt"
run play-prompt --to $to
is "$status" 64 "play-prompt: nothing to play"
run play-prompt good.wav
is "$status" 19 "play-prompt: nobody to call, and no call to play on"
run play-prompt --to $to --loop 0 good.wav
is "$status" 64 "play-prompt: it must come to an end"

# A list that lets in, or keeps out, nobody is a mistake
for who in '' '+44*1' '+44 20*'; do
	run answer --deny "$who" --timeout 5
	is "$status" 64 "answer --deny '$who': status 64"
	like "$err" 'the beginning of one' "answer --deny '$who': says why"
done
run answer --listen sip:127.0.0.1:65536 --timeout 5
is "$status" 64 "answer: no such port"
run answer --redirect sip: --timeout 5
is "$status" 64 "answer: redirect to nobody"

# Guards: what is never called, before a packet
guarded() {
	run dial --events "$1"
	is "$status" 30 "$1: refused"
	is "$(field .cause)" refused "$1: so says the result"
	like "$(field .guard)" "$2" "$1: by which rule"
	unlike "$out" '"dialing"' "$1: nobody was called"
}
guarded 911 emergency
guarded 112 emergency
guarded +19005550100 premium
guarded +8816555010010 satellite

is "$(grep -c . net.out)" 1 "the network has seen nothing but its own start"

# An honest failure of ours: no descriptor left for what a call needs
run sh -c 'ulimit -n 8; exec dial --events +14255550110'
is "$status" 70 "no descriptors: 70"
like "$err" 'Too many open files' "and why"
run dial --events +14255550110
is "$status" 10 "and with them the call is placed"
wait_for 5 happened net ended
is "$(grep -c '"incoming"\|"ended"' net.out)" 2 "which the network has seen"

stop net
done_testing
