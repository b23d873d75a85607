#!/bin/sh
# offhook-events(7) and the JSON agree, field by field.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need jq

page=$OFFHOOK_TOP/man/offhook-events.7

# listed SECTION DEPTH: the names in its lists, in order
listed() {
	awk -v section="$1" -v depth="$2" '
	/^\.Ss/           { on = $0 == ".Ss " section }
	/^\.Bl/           { n++ }
	/^\.El/           { n-- }
	on && /^\.It Cm / && n == depth { print $3 }' "$page"
}

# told: "event field" for each field that is named where the event is told
told() {
	awk '
	/^\.Ss/      { on = $0 == ".Ss Events" }
	on && /^\.It Cm / { event = $3 }
	on && /^\.Cm / && event { print event, $2 }' "$page" | sort -u
}

# printed FILE...: the same, of the events there are
printed() {
	cat "$@" | jq -r 'select(.event) | .event as $e | keys_unsorted[] |
		"\($e) \(.)"' | sort -u
}

start net pstn-sim --listen 127.0.0.1:0 --events
wait_for 10 happened net ready
wavtool make-tone tone.wav 700 1 8000
call keys --send-digits 1 --play tone.wav --gather 4 +14255550103
call held --max 6 +14255550128
call asked +14255550136
call announced --ring 1 +14255550116
call info --gather 1 +14255550133
call bad --max 1 --record /proc/none.wav +14255550105
for n in keys held asked announced info bad; do
	over $n
done
run dial --events 911
cp run.out guard.out

printed ./*.out >printed
listed 'Fields of events' 1 >common
told >told
awk 'FILENAME == "common" { common[$1] = 1; next }
     FILENAME == "told"   { told[$0] = 1; next }
     !common[$2] && !told[$0]' common told printed >untold
is "$(cat untold)" "" "each field of an event is told in offhook-events(7)"
is "$(cut -d ' ' -f 1 printed | sort -u | grep -vxF "$(listed Events 1)")" "" \
	"and so is each event"
between "$(cut -d ' ' -f 1 printed | sort -u | wc -l)" 18 30 \
	"of nearly all kinds of events that there are"

# result NAME: its fields, in the order of the page
result() {
	is "$(tail -n 1 "$1.out" | jq -r 'keys_unsorted[]')" \
		"$(listed 'The result' 1)" "$1: the fields of the result"
}
result keys
result asked
result guard
is "$(tail -n 1 keys.out | jq -r '.rtp | keys_unsorted[]')" \
	"$(listed 'The result' 2)" "the fields of rtp"
is "$(tail -n 1 keys.out | jq -r '.tries[0] | keys_unsorted | join(" ")')" \
	"number trunk call_id cause sip_status q850" "the fields of a try"
is "$(tail -n 1 keys.out | jq -r .schema)" offhook.result/1 "its schema"
is "$(cat ./*.out | jq -r '.cause // empty' | sort -u |
	grep -vxE "$(sed -n '/^\.Ss Words/,/^\.Sh/p' "$page" |
		sed -n "s/^\\.Ql \\([a-z-]*\\).*/\\1/p" | paste -sd '|' -)")" \
	"" "each cause is a word of the page"

run dial --dry-run --json 911 +14255550100
is "$(field 'keys_unsorted | join(" ")')" \
	"schema to to_rewritten trunk from rate currency allowed guard hint" \
	"the fields of a dry run"
is "$(field '[.allowed, .guard, .hint] | tojson')" "[true,null,null]" \
	"a number that may be called"
is "$(head -n 1 run.out | jq -r .allowed)" false "and one that may not"

stop net
done_testing
