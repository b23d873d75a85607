#!/bin/sh
# The examples of the manual pages work as they stand: each literal display of
# EXAMPLES is run, in a folder of its own, against the simulated network.
. "$OFFHOOK_TOP/tests/lib.sh"
need jq espeak-ng openssl socat

man=$OFFHOOK_TOP/man
seconds=40

# page, example, exit status, who rings meanwhile (with the keys that are
# pressed, "-": none) or on which call it runs as a flow (on:NUMBER) or that it
# has a terminal (tty:SHOWN/KEYS, pressed when that is shown), and what the
# output must match
table() {
	cat <<-'EOF'
	answer.1           1   0  0100/-     ^from \+14255550100  answered
	answer.1           2   0  0101/ww1   recording [-0-9]*-\+14255550101\.wav
	answer.1           3   0  0102/-     ^from \+14255550102  answered
	answer.1           4   0  0103/-     ^20[-0-9]*T.*	\+14255550103$
	answer.1           5   0  0105/ww1   recording [-0-9]*-\+14255550105\.wav
	answer.1           6   0  0104/1234  ^1234,two pairs of shoes$
	answer.1           7   0  0100/WW4711  ^from \+14255550100  answered
	call.1             1   0  on:+14255550100  ^[0-9a-f]{8}  up
	call.1             2   0  on:+14255550100  ^\+14255550100	[0-9.]+$
	call.1             3   0  on:+14255550100  ^  0    0\.000  .*  INVITE sip:
	call.1             4   0  on:+14255550100  ^INVITE sip:
	call.1             5   0  on:+14255550100  /call\.pcap$
	call.1             6  124  on:+14255550105  ^[0-9a-f]{8}  us  *-[0-9.]+  them
	call.1             7  19  on:+14255550100  ^\+14255550100  answered
	cdr.1              1   0  -          ANSWERED
	cdr.1              2   0  -          ^disposition  
	cdr.1              3   0  -          ^simulated  *20.* USD$
	cdr.1              4   0  -          ^[1-9][0-9]*$
	cdr.1              5   0  -          ^\+14255550110	busy$
	dial.1             1   0  -          ^\+14255550100  answered
	dial.1             2   0  -          ^\+14255550100  answered, [1-9]
	dial.1             3   0  -          , key 1$
	dial.1             4   0  -          ^\+14255550101 .*, key 2$
	dial.1             5   0  -          ^busy or no answer
	dial.1             6   0  -          , keys \*\*\*\*$
	dial.1             7   0  -          recording .*menu.wav
	dial.1             8   0  -          ^\+14255550110  trunk
	dial.1             9   0  -          ^busy$
	dial.1             10  0  -          ^machine$
	dialer.1           1   0  tty:by.simulated/qx  14255550100
	dialer.1           2   1  -          ^$
	dialer.1           3   0  tty:50105/qx  14255550105
	gather.1           1   0  on:+14255550101  ^\+14255550101  .*, key
	gather.1           2   0  on:+14255550103  , keys \*\*\*\*
	gather.1           3   0  on:+14255550103  , key 1$
	hangup.1           1   0  on:+14255550100  ^\+14255550100  answered
	hangup.1           2  19  on:+14255550100  ^\+14255550100  answered
	hold.1             1   0  on:+14255550105  ^\+14255550105  answered
	hold.1             2  19  on:+14255550105  ^\+14255550105  answered
	join.1             1   0  on:+14255550105  ^\+14255550105  answered
	join.1             2   0  on:+14255550105  ^\+14255550105  answered, [5-9]
	join.1             3  64  on:+14255550105  ^\+14255550105  answered
	mute.1             1   0  on:+14255550105  ^\+14255550105  answered
	numbers.1          1   0  -          ^toll-free .* 2.00  USD$
	numbers.1          2   0  -          ^numbers +\+18005550100$
	numbers.1          3   0  -          ^\+12065550[0-9]* .* simulated$
	numbers.1          4   0  -          ^\+14255550104  answered
	numbers.1          5   0  -          ^	"phoneNumberType":	"mobile"
	numbers.1          6   0  -          ^\+442079460118 .* reserved$
	numbers.1          7   0  -          ^status  *succeeded$
	numbers.1          8   0  -          ^international  *\+44 
	numbers.1          9   0  -          ^USD	1$
	numbers.1          10  0  -          ^$
	offhook.1          1   0  -          ^  play-prompt
	offhook.1          2   0  -          ^\+14255550100  answered
	offhook.1          3   0  -          ^\+14255550100  answered
	offhook.1          4   0  -          (^no voice: status|opened in)
	offhook.1          5   0  -          ^[0-9]+\.[0-9]
	offhook-amd-test.1 1   0  -          ^right: 1 of 1; beeps heard: 1 of 1
	offhook-amd-test.1 2   0  -          ^fax-1.wav fax$
	offhook-ctl.7      1   0  on:+14255550102  ^\+14255550102  answered
	offhook-events.7   1   0  -          	answered$
	offhook-events.7   2   0  -          ^they pressed 1234$
	offhook-events.7   3   0  -          ^\+14255550101	[0-9]
	phone.1            1   0  -          ^. the call with \+14255550100 is over$
	phone.1            2   0  -          ^ok look: \+14255550100, US,
	phone.1            3   0  -          ^transfer NUMBER
	phoned.1           1   0  -          ^none$
	phoned.1           2   0  -          ^[0-9a-f]{8}  up  
	pipe.1             1   0  on:+14255550105  ^\+14255550105  answered, [2-9]
	pipe.1             2   0  on:+14255550102  ^\+14255550102  answered
	play-prompt.1      1   0  on:+14255550100  ^\+14255550100  answered
	play-prompt.1      2   0  -          ^\+14255550100  answered
	play-prompt.1      3   0  -          ^\+14255550100  answered
	play-prompt.1      4   0  -          ^not heard to the end: 19$
	play-prompt.1      5   0  -          ^\+14255550101	[0-9]
	pstn-sim.1         1   0  -          ^\+14255550136  challenge
	pstn-sim.1         2   0  -          ^\+14255550134$
	pstn-sim.1         3   0  -          answered, 1\.[0-9] s$
	pstn-sim.1         4   0  -          ^none yet$
	pstn-sim.1         5   0  -          ^US  *United States$
	rates.1            1   0  -          ^rate +0\.012$
	rates.1            2   0  -          ^0\.018 USD$
	rates.1            3   0  -          ^447 +0\.24
	rates.1            4   0  -          ^\+447700900123$
	record.1           1   0  on:+14255550102  ^\+14255550102  answered
	record.1           2   0  on:+14255550105  ^\+14255550105  answered, [2-9]
	route.1            1   0  -          ^  verdict +allowed$
	route.1            2   0  -          ^\+14255550100$
	route.1            3   0  -          ^\+14255550100$
	route.1            4   0  -          ^  inbound  *none matches
	route.1            5   0  -          ^$
	say.1              1   0  on:+14255550100  ^\+14255550100  answered, [1-9]
	say.1              2   0  on:+14255550100  ^\+14255550100  answered, [1-9]
	say.1              3   0  on:+14255550100  ^\+14255550100  answered, [1-9]
	send-digits.1      1   0  on:+14255550105  ^\+14255550105  answered, [3-9]
	send-digits.1      2  19  on:+14255550105  ^\+14255550105  answered
	transfer.1         1   0  on:+14255550105  ^\+14255550105  answered, [1-9]
	transfer.1         2  64  on:+14255550105  ^\+14255550105  answered
	trunk.1            1   0  -          ^options +ok +200 in
	trunk.1            2   0  -          ^ok$
	trunk.1            3   0  -          ^simulated .* up 
	trunk.1            4   0  -          ^TRUNK OK - simulated: options: 200
	trunk.1            5   0  -          ^up$
	wait.1             1   0  on:+14255550100  ^\+14255550100  answered
	wait.1             2   0  on:+14255550100  ^\+14255550100  answered
	EOF
}

# examples PAGE [N]: how many there are, or the text of one
examples() {
	awk -v want="$2" '
	/^\.Sh /                     { inside = $2 == "EXAMPLES" }
	inside && /^\.Bd -literal/   { n++; on = 1; next }
	/^\.Ed/                      { on = 0 }
	on && n == want {
		gsub(/\\\(aq/, "\047")
		gsub(/\\&/, "")
		gsub(/\\e/, "\\")
		print
	}
	END { if (!want) print n + 0 }' "$man/$1"
}

# What the examples speak of
furnish() {
	wavtool make-tone "$1/alarm.wav" 800 2 8000
	wavtool make-tone "$1/notice.wav" 440 1.5 16000
	wavtool make-tone "$1/welcome.wav" 600 1 44100
	for script in ask-colleague bot listen send-on; do
		printf '#!/bin/sh\nexit 0\n' >"$1/$script"
		chmod +x "$1/$script"
	done
	cp "$OFFHOOK_TOP/scripts/examples/agi/account.sh" "$1"
	for sound in choice hours address sorry account; do
		wavtool make-tone "$1/$sound.wav" 500 2 8000
	done
	printf '%s\n' +14255550100 +14255550101 >"$1/numbers.txt"
	printf '%s\n' name,number Ann,+14255550100 Bob,+14255550101 \
		Cid,+14255550110 >"$1/staff.csv"
	printf '%s\n' "1233,a hat" "1234,two pairs of shoes" >"$1/orders.csv"
}

# begin PAGE N CALLER: runs one example in the background, as job $job
begin() {
	job=$(echo "$1$2" | tr -cd 'a-z0-9')
	mkdir "$job.d"
	furnish "$job.d"
	examples "$1" "$2" >"$job.d/example"
	case $3 in
	on:*) start "$job" sh -c 'cd "$1" && shift && exec "$@" 2>flow.out' \
		sh "$job.d" dial "${3#on:}" -- sh example ;;
	tty:*)
		mkfifo "$job.keys"
		start "$job" sh -c 'cd "$1" && exec script -qefc \
			"stty rows 30 cols 100; TERM=xterm exec sh example" \
			/dev/null <"$2"' sh "$job.d" "../$job.keys"
		exec 8>"$job.keys" ;;
	*)    start "$job" sh -c 'cd "$1" && exec sh example' sh "$job.d" ;;
	esac
}

# Presses the keys of the job with a terminal, when it is time
press() {
	shown=${1#tty:}
	wait_for 20 grep -q "${shown%/*}" "$job.out" || return 0
	printf '%s' "${shown##*/}" >&8
}

# Rings whoever waits to be called; the URI is the last word of its line
ring() {
	wait_for 10 grep -q '^answer: ready: call' "$job.err" || return 0
	uri=$(sed -n 's/^answer: ready: call //p' "$job.err" | sed 's/.* //')
	keys=${1#*/}
	[ "$keys" != - ] || keys=
	start "from$job" pstn-sim call "$uri" --from "+1425555${1%/*}" \
		${keys:+--press "$keys"} --for 8
}

# check PAGE N STATUS REGEX: how one went
check() {
	job=$(echo "$1$2" | tr -cd 'a-z0-9')
	finish "$job" "$seconds"
	is "$status" "$3" "$1, example $2: status"
	like "$(cat "$job.out" "$job.d/callers.tsv" "$job.d/flow.out" \
		2>/dev/null)" "$4" \
		"$1, example $2: output"
}

# All at once, as commands of one user may run; then one after the other
# says how it went.
table >table
script -qec true /dev/null >/dev/null 2>&1 </dev/null && terminal=1
grep -v '^cdr\|^dialer\|^numbers\|^phone' table >together
while read -r page n want caller match; do
	begin "$page" "$n" "$caller"
	case $caller in
	- | on:*) ;;
	*)        ring "$caller" ;;
	esac
done <together
while read -r page n want caller match; do
	check "$page" "$n" "$want" "$match"
done <together

# What one of these buys the next one calls from, or gives back; and records
# there are of calls. There is one phoned at a time.
grep '^cdr\|^dialer\|^numbers\|^phone' table >in-turn
while read -r page n want caller match; do
	case $caller${terminal-} in
	tty:*1) ;;
	tty:*)  skip "no pseudo terminals here" "$page, example $n"
		continue ;;
	esac
	begin "$page" "$n" "$caller"
	case $caller in
	tty:*) press "$caller" ;;
	esac
	check "$page" "$n" "$want" "$match"
done <in-turn

for path in "$man"/*.[1-8]; do
	page=${path##*/}
	case $page in
	offhook.conf.5 | offhook-menu.5) continue ;;
	esac
	is "$(grep -c "^$page " table)" "$(examples "$page")" \
		"$page: every example is in the table"
done

# Those of offhook.conf(5) are configurations.
n=$(examples offhook.conf.5)
while [ "$n" -gt 0 ]; do
	examples offhook.conf.5 "$n" >offhook.conf
	run dial --config ./offhook.conf --dry-run +14255550100
	is "$status" 0 "offhook.conf.5, example $n: no faults"
	n=$((n - 1))
done

# Those of offhook-menu(5) are menus.
is "$(examples offhook-menu.5)" 1 "offhook-menu.5: one example"
examples offhook-menu.5 1 >office.menu
run offhook check office.menu
is "$status" 0 "offhook-menu.5: no faults"

done_testing
