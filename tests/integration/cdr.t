#!/bin/sh
# Every call leaves a record: answered, in vain, refused, killed in the middle.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

db=$XDG_STATE_HOME/offhook/calls.db
wavtool make-tone one.wav 700 1 8000

run cdr
is "$status $out" "1 " "no call yet: 1, and nothing on stdout"
like "$err" '^cdr: no call was recorded yet$' "it is said"

run dial --play one.wav --json +14255550100
id=$(field .id)
cost=$(field .cost)
run dial +14255550110
run dial --ring 2 +14255550111
run dial +19005550100
is "$status" 30 "a premium number is refused"

run dial --dry-run +14255550100
run cdr --json
is "$(jq -r .disposition run.out | paste -sd,)" \
	"ANSWERED,BUSY,NO ANSWER,FAILED" "four calls, in their order"
is "$(jq -r .cause run.out | paste -sd,)" "done,busy,no-answer,refused" \
	"and why each ended"
is "$(jq -r .exit_code run.out | paste -sd,)" "0,10,11,30" "exit codes"
is "$(jq -r .direction run.out | sort -u)" out "all of them went out"
is "$(jq -r .to run.out | tail -n 1)" +19005550100 "whom, if refused"
like "$(field .guard)" premium "and by which rule"
is "$(jq -s 'all(.start <= .end)' run.out)" true "from start to end"
is "$(stat -c %a "$db")" 600 "nobody else may read them"

run cdr show "$id" --json
is "$(field .cost)" "$cost" "the answered one: its cost"
between "$(field .cost)" 0.0001 0.01 "which is no wonder"
is "$(field .currency)" USD "in dollars"
between "$(field .billsec)" 0.8 2.5 "billed from the answer on"
is "$(field '.rtp_tx > 40')" true "packets"
is "$(field '.tries | length')" 1 "one try"
run cdr show "${id#????????????????????????????}"
like "$out" "^id +$id\$" "shown by the end of its id"
like "$out" '^disposition +ANSWERED$' "for people"
run cdr show 1
is "$status $out" "1 " "no such call"

run cdr --disposition busy
like "$out" '^ID +START +FROM +TO ' "a heading"
like "$out" '  \+14255550110 .* BUSY ' "the busy one"
is "$(printf '%s\n' "$out" | wc -l)" 2 "and no other"
run cdr --number '+1 425 555 0111' --json
is "$(field .to)" +14255550111 "by number"
run cdr --number '+1900*' --json
is "$(field .to)" +19005550100 "by its beginning"
run cdr --since 1h --until 2h
is "$status $out" "1 " "none before it all began"
run cdr --limit 1 --json
is "$(field .disposition)" FAILED "the latest"
run cdr --columns to,exit_code --sort exit_code --csv
is "$(printf '%s\n' "$out" | tr -d '\r' | paste -sd' ')" "to,exit_code \
+14255550100,0 +14255550110,10 +14255550111,11 +19005550100,30" "CSV, sorted"
run cdr --csv=asterisk --disposition answered
like "$out" '^"","\+14255550150","\+14255550100","","\+14255550150","",' \
	"Asterisk's order"
like "$out" ',"20[-0-9]* [:0-9]*",[0-3],[0-2],"ANSWERED","DOCUMENTATION",' \
	"times, seconds, disposition"

run cdr summary --by disposition --json
is "$(jq -r '"\(.disposition) \(.calls)"' run.out | paste -sd,)" \
	"ANSWERED 1,BUSY 1,FAILED 1,NO ANSWER 1" "added up"
run cdr summary --by trunk
like "$out" '^simulated +4 +1 ' "by trunk"

for wrong in "--since soon" "--disposition sad" "--direction up" \
	"--number *1" "--by nothing" "--csv=x" "--columns nix" "nix" "show"; do
	# Options and what they take, as separate words
	run cdr $wrong
	is "$status $out" "64 " "refused: $wrong"
done
run cdr --file one.wav
is "$status" 65 "no database"
like "$err" '^cdr: one.wav: .*not a database' "is said"

# Killed in the middle of a call
start killed dial --events +14255550105
wait_for 10 happened killed answered
signal killed KILL
finish killed 5
run cdr --json --limit 1
is "$(field .disposition)" null "it seems to go on"
run dial +14255550110
run cdr --json --disposition lost
is "$(field .to)" +14255550105 "found by the next one, and marked"
is "$(field '.answer == .end and .answer != null')" true \
	"with the end that is known"
like "$(field .note)" 'process [0-9]+ was gone' "and a note"

# answer leaves records, too
start taking answer --once --listen 127.0.0.1:0 --play one.wav
wait_for 10 grep -q 'ready: call' taking.err
uri=$(sed -n 's/^answer: ready: call //p' taking.err)
run pstn-sim call "$uri" --from +14255550101 --for 3
finish taking 10
run cdr --direction in --json
is "$(field '"\(.from) \(.disposition)"')" "+14255550101 ANSWERED" "incoming"

# Six at once
n=$(cdr --json | wc -l)
run dial --all --play one.wav +14255550100 +14255550101 +14255550110 \
	+14255550100 +14255550102 +14255550110
is "$(($(cdr --json | wc -l) - n))" 6 "one record for each of several"

# Not wanted, or not possible
start net pstn-sim --listen 127.0.0.1:0 --events
wait_for 10 happened net ready
port=$(event net ready .uri | sed 's/.*://' | tr -dc 0-9)

# through NAME LINES: a configuration that leads into it, with [cdr] LINES
through() {
	printf '[trunk far]\nserver = 127.0.0.1\nport = %s\n' "$port" >"$1"
	printf 'caller_id = +14255550150\n[cdr]\n%s\n' "$2" >>"$1"
}

n=$(cdr --json | wc -l)
through no.conf "enabled = no"
run dial --config no.conf --play one.wav --json +14255550100
is "$status $(($(cdr --json | wc -l) - n))" "0 0" "not wanted: no record"
printf 'these are notes\nof mine, and not a database at all\n' >notes
cp notes before
through notes.conf "file = $PWD/notes"
run dial --config notes.conf --play one.wav --json +14255550100
is "$status" 0 "notes in its place: the call is made"
like "$(field .warning)" 'not recorded: .*not a database' "the result has it"
like "$err" '^dial: call records: .*notes: .*not a database' "and stderr"
ok "and they are as they were" cmp notes before
through else.conf "file = $PWD/else.db
keep = 30"
run dial --config else.conf --play one.wav +14255550100
run cdr --config else.conf --json
is "$(field .trunk)" far "a file of one's own"

# Its ladder, of all tries, if it was traced
run dial --json --trace +14255550110
id=$(field .id)
run cdr show "$id"
like "$out" '^ladder +0\.000  →  INVITE sip:\+14255550110@' \
	"a traced call: its ladder"
like "$out" '^ +[0-9]+\.[0-9]+  ←  486 Busy Here \(INVITE\)' "a line each"
run cdr show "$id" --json
is "$(field '.ladder | split("\n") | map(select(. != "")) | .[-1]' |
	sed 's/.*→  //; s/ .*//')" ACK "to its end"
run dial --json +14255550110
id=$(field .id)
run cdr show "$id" --json
is "$(field .ladder)" null "one that was not traced has none"
run dial --json --pcap one.pcap +14255550110
id=$(field .id)
run cdr show "$id" --json
is "$(field '.ladder | contains("486 Busy")')" true "with --pcap, too"
through keep.conf "enabled = yes
[trace]
keep = yes"
run dial --config keep.conf --json +14255550110 +14255550111 --ring 1
id=$(field .id)
run cdr show "$id" --json
is "$(field '.ladder | [scan("INVITE sip:|via |CANCEL")] | join(" ")')" \
	"via  INVITE sip: via  INVITE sip: CANCEL CANCEL" "keep = yes: all tries"

done_testing
