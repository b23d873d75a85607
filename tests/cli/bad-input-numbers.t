#!/bin/sh
# What is wrong on the command line of numbers is found before the carrier is
# asked: a clear message, a status, and a carrier to which nothing came.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/numbers.sh"
need jq

sell sim
n=+12065550100

# bad STATUS MESSAGE ARGUMENT...
bad() {
	bad_status=$1
	bad_text=$2
	shift 2
	run numbers --quiet "$@"
	is "$status $out" "$bad_status " "numbers $*: status $bad_status"
	like "$err" "^numbers: .*$bad_text" "numbers $*: says why"
}

# Verbs, and how many words they take
bad 64 "no verb 'frog'" frog
bad 64 "'reservation' needs a second word" reservation
bad 64 "no verb 'reservation frog'" reservation frog
bad 64 "too many words: write 'numbers list'" list $n
bad 64 "write 'numbers show NUMBER'" show
for v in areas offerings search browse; do
	bad 64 "too few words: write 'numbers $v COUNTRY'" $v
done
for v in areas offerings browse 'search --type mobile'; do
	# shellcheck disable=SC2086  # a verb and its option
	bad 64 "'USA' is no country: write two letters" $v USA
done
bad 64 "write 'numbers buy SEARCH-ID'" buy
bad 64 "write 'numbers buy SEARCH-ID'" buy a b
bad 64 "empty word: write 'numbers buy SEARCH-ID'" buy '' --yes
bad 64 "empty word: write 'numbers operation ID'" operation ''
bad 64 "write 'numbers lookup NUMBER...'" lookup
bad 64 "which numbers" reserve
for v in show buy cancel; do
	bad 64 "write 'numbers reservation $v ID'" reservation $v
done

# Options that are none, and those of other verbs
bad 64 "unknown option '--frog'" --frog
bad 64 "--yes is not for 'numbers list'" --yes
bad 64 "--quantity is not for 'numbers list'" --quantity 2
bad 64 "--country is not for 'numbers browse'" browse US --country US
bad 64 "--sort is not for 'numbers show'" show $n --sort number
bad 64 "--type is not for 'numbers countries'" countries --type mobile
bad 64 "--operator is not for 'numbers show'" show $n --operator
bad 64 "--no-wait is not for 'numbers browse'" browse US --no-wait
bad 64 "--agree-not-resell is not for 'numbers reservation list'" \
	reservation list --agree-not-resell
bad 64 "--csv is not for 'numbers release'" release $n --csv

# Values
bad 64 'of which kind. write --type' search US
bad 64 'write geographic, toll-free or mobile' search US --type car
bad 64 'write application or person' search US --type mobile \
	--assignment dog
bad 64 'write inbound, outbound, both or none' update $n --calling maybe
bad 64 'write inbound, outbound, both or none' update $n --sms maybe
bad 64 'to what. write --calling or --sms' update $n
bad 64 'at most 100' search US --type mobile --quantity 101
bad 64 "'0' is too small" search US --type mobile --quantity 0
bad 64 "'many' is" search US --type mobile --quantity many
bad 64 "'20x': write digits" search US --type mobile --area-code 20x
bad 64 "write digits with country code" browse US --prefix 12O6
bad 64 'write two letters' --country USA
bad 64 'calling, sms, inbound or outbound' --capability fax
bad 64 "no column 'frog'.*there are: number, country" --columns number,frog
bad 64 "no column 'frog'.*there are: number, country" --sort frog
bad 64 "no column ''.*there are: number, country" --columns ''
bad 64 'csv or --json, not both' --csv --json
bad 64 'numbers has no events; use --json' --events
bad 64 'numbers has no events; use --json' --events=file
ok "and made no such file" test ! -e file
bad 65 "'frog': write a telephone number" show frog
bad 65 "'2065550100': .*country code" lookup $n 2065550100
bad 65 "'112'" release 112 --yes
bad 65 "'\\+1'" update +1 --sms none
bad 65 "'frog'" reserve --reservation x --remove frog
bad 65 "too long for a number" reserve --reservation x --remove "+1206$(printf %0300d 0)"
bad 64 "at most 100" reserve --reservation x --remove "$(yes +12065550100 | head -n 101 | paste -sd,)"
bad 78 'carrier nowhere' --carrier nowhere
bad 78 "missing.conf" --config missing.conf
printf '[carrier a]\ntype = frog\n' >frog.conf
bad 78 "frog.conf:2: .*type" --config frog.conf
is "$(requests sim)" 0 "the carrier has heard nothing of all this"

# Output that goes nowhere
found US --type geographic
run numbers buy "$search" --yes --quiet
is "$status" 0 "bought"
run sh -c 'exec numbers --quiet >&-'
between "$status" 0 1 "stdout closed: no harm"
for o in '' --csv --json --sort=number; do
	# shellcheck disable=SC2086  # none, or one
	run sh -c "exec numbers --quiet $o >/dev/full"
	is "$status" 1 "a full disk: numbers $o"
	is "$(grep -c 'No space left' run.err)" 1 "said once: numbers $o"
done
run sh -c 'exec numbers countries --dry-run --quiet >/dev/full'
is "$status" 1 "a full disk: --dry-run"
run sh -c 'numbers browse US | head -n 1'
is "$(wc -l <run.out)" 1 "a reader that leaves"
unlike "$err" 'roken pipe' "does not matter"
run sh -c 'exec numbers --json <&-'
is "$status $(field .number)" "0 $number" "no stdin"
run sh -c 'exec numbers release "$1" <&-' sh "$number"
is "$status" 30 "no stdin: nobody says yes"

stop sim
done_testing
