#!/bin/sh
# What must not be called, how much may be, and the ways around: each is
# tried against a network that would take the call.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

db=$XDG_STATE_HOME/offhook/calls.db
cat >plan <<-'END'
	+14255550170  answer, wait 1s, hangup
	+14255550171  answer, wait 30s, hangup
	+14255550172  redirect +19005550100
	+14255550173  redirect +442079460000
	+14255550174  redirect +18764251234
	+14255550175  redirect +14255550170
	+19005550100  answer, wait 1s, hangup
	+442079460000 answer, wait 1s, hangup
	+18764251234  answer, wait 1s, hangup
	+14255550110  reject 486
	+14255550111  reject 486
	+14255550112  reject 486
	+14255550113  reject 486
	+14255550114  reject 486
	+14255550115  reject 486
	+14255550120  reject 486
	+14255550130  reject 486
	+14255550199  reject 486
	+12065550100  reject 486
END
start net pstn-sim --listen 127.0.0.1:0 --events --numbers plan
wait_for 10 happened net ready
port=$(event net ready .uri | sed 's/.*://')

# trunk NAME: its section
trunk() {
	printf '[trunk %s]\nserver = 127.0.0.1\nport = %s\n' "$1" "$port"
}

# conf NAME [LINE...]: of a home in the US, a trunk, then these lines
conf() {
	conf_name=$1
	shift
	{
		printf '[dial]\ncountry = US\ntrunk = a\n'
		trunk a
		for line; do printf '%s\n' "$line"; done
	} >"$conf_name"
}

# dials CONF OPTIONS... NUMBER
dials() {
	dials_conf=$1
	shift
	run dial --config "$dials_conf" --events --trace "$@"
}

# refuses RULE HINT WHAT: the last call was, and no packet left
refuses() {
	is "$status" 30 "$3: exit 30"
	like "$(field .guard)" "$1" "$3: the rule"
	like "$(field .hint)" "$2" "$3: how to allow it"
	is "$(grep -c '^.* INVITE ' run.err)" 0 "$3: nothing was sent"
}

# forget: as on another computer
forget() {
	rm -f "$db" "$db"-*
}

# --- where to
conf home
dials home +14255550170
is "$status" 0 "at home"
dials home +442079460000
refuses 'country GB .United Kingdom.: trunk a calls only US' \
	'^set countries = US GB in \[guard\]$' "abroad"
dials home +18764251234
refuses 'country JM' 'countries = US JM' "+1 is not one country"
while read -r number; do
	run dial --config home --trace "$number" </dev/null
	is "$status $(grep -c INVITE run.err)" "30 0" "$number: refused"
done <<-'END'
	911
	9-1-1
	+911
	1911
	112
	tel:911;phone-context=+1
	tel:9-1-1
	sip:911@127.0.0.1
	sips:911@127.0.0.1
	SIP:911@127.0.0.1;user=phone
	sip:911;phone-context=+1@127.0.0.1
	sip:%39%31%31@127.0.0.1
	sip:9%311@127.0.0.1
	sip:+911@127.0.0.1
	sip:911%20@127.0.0.1
	*67911
	*70*67911
	+14255550170;ext=911
	+19005550100
	1 (900) 555-0100
	900.555.0100
	*67 900 555 0100
	sip:19005550100@127.0.0.1
	sip:9005550100@127.0.0.1
	sip:+1-900-555-0100@127.0.0.1;user=phone
	+881612345678
	011 881 612345678
	+442079460000
	011 44 20 7946 0000
	tel:+44-20-7946-0000
	sip:442079460000@127.0.0.1
	sip:00442079460000@127.0.0.1
	sip:011442079460000@127.0.0.1
	sip:%2b442079460000@127.0.0.1
	876 425 1234
	*67 876 425 1234
	sip:8764251234@127.0.0.1
END
for number in ９１１ ４４２０７９４６００００ 'sip:９１１@127.0.0.1' \
	'"x" <sip:911@127.0.0.1>' 'sip:911:x@127.0.0.1' "911$(printf '\t')x"
do
	run dial --config home --trace "$number"
	is "$status $(grep -c INVITE run.err)" "65 0" "$number: no number"
done

printf '[dial]\ncountry = GB\n' >hidden
trunk a >>hidden
for number in 141999 sip:1470999@127.0.0.1 118118 \
	sip:14109098790000@127.0.0.1
do
	run dial --config hidden --trace "$number"
	is "$status $(grep -c INVITE run.err)" "30 0" "$number: refused"
done
run route --config home +442079460000
is "$status" 30 "route: says the same"
like "$out" 'refused: country GB' "route: which country"
forget
run route --config home --json +14255550170
is "$status $(field .allowed)" "0 true" "route: allowed"
is "$(test -e "$db" && echo yes)" "" "route: has no side effects"

conf abroad '[guard]' 'countries = US, GB'
dials abroad +442079460000
is "$status" 0 "a country that is named"
dials abroad +18764251234
refuses 'country JM' 'countries = US, GB JM in \[guard\]' "and no other"
conf premium '[guard]' 'allow_premium = +1900555'
dials premium +19005550100
is "$status" 0 "one premium prefix"
dials premium +19005560100
refuses 'premium-rate range \+1900' 'allow_premium' "not the one beside it"
conf own 'countries = GB' '[guard]' 'countries = all'
dials own +14255550170
refuses 'country US' 'countries = GB US in \[trunk a\]' "the trunk's list"
printf '%s\n' '[route all]' 'pattern = ^\+' 'trunks = a b' >>own
trunk b >>own
dials own +14255550170
is "$status $(field .trunk)" "0 b" "another trunk may call there"
run route --config own --json +14255550170
is "$status $(field .allowed)" "0 true" "route: it may"
is "$(field '.trunks | map(.allowed) | join(" ")')" "false true" \
	"route: by which one"
run dial --config own --dry-run --json +14255550170
is "$status $(field .trunk)" "0 b" "a dry run goes there, too"
{ trunk a; } >nowhere
dials nowhere +14255550170
refuses 'home is not known' 'or country = US in \[dial\]' "home is not known"

# --- led astray
conf follow 'follow_redirect = yes'
for n in 2 3 4; do
	dials home +1425555017$n
	is "$(grep -c 'INVITE sip' run.err)" 1 "a redirect: not followed"
	dials follow +1425555017$n
	is "$status" 30 "a redirect to what must not be called: refused"
	is "$(grep -c 'INVITE sip' run.err)" 1 "and not called"
done
dials follow +14255550175
is "$status $(field .to)" "0 +14255550170" "another: is"

conf nine 'prefix = 9' '[route x]' 'pattern = ^11$' 'trunks = a'
dials nine 11
refuses '911 is an emergency' telephone "9 and 11"
conf strip 'number_format = national' 'strip = 3' 'prefix = 1900'
dials strip +14255550170
refuses 'premium-rate range \+1900' allow_premium "1900 and 5550170"
conf national 'number_format = national'
sed -i 's/country = US/country = GB/' national
dials national +44041791234567
refuses 'country not known' 'countries = all' "+44 041.. is 0041.. at home"

# --- how much: a day
conf day '[guard]' 'day_calls = 3'
forget
for n in 1 2 3; do
	dials day +14255550110
	is "$status" 10 "call $n of 3"
done
dials day +14255550110
refuses '^\[guard\] day_calls = 3: 3 calls were begun today$' \
	'^wait until tomorrow, or raise it$' "the fourth"
dials day --trunk a +14255550110
is "$status" 30 "nor by --trunk"
dials day sip:someone@127.0.0.1
is "$status" 30 "nor as a SIP URI"
run dial --config day --dry-run +14255550110
is "$status" 0 "a dry run counts nothing"
TZ=Pacific/Kiritimati dials day +14255550110
east=$status
TZ=Etc/GMT+12 dials day +14255550110
is "$((east == 10 || status == 10))" 1 "another day"
conf kind '[guard]' 'day_calls = 3' 'exempt = +14255550170'
dials kind +14255550170
is "$status" 0 "who is on call is called"

# --- killed in the middle, it was begun all the same
forget
conf one '[guard]' 'day_calls = 1'
call gone --config one +14255550171
wait_for 10 happened gone answered
kill -KILL "$gone_pid"
dials one +14255550170
is "$status" 30 "killed: it counts"

# --- two at once, one may
forget
conf single 'calls = 1'
call first --config single +14255550171
wait_for 10 happened first dialing
dials single +14255550170
is "$status" 14 "calls at once: exit 14"
is "$(field .cause)" congestion "congestion"
like "$(field .sip_reason)" '^\[trunk a\] calls = 1: 1 calls are up' \
	"which rule"
is "$(field .hangup_by)" guard "by us"
signal first INT
over first
dials single +14255550170
is "$status" 0 "when it is over, the next"
conf spill 'calls = 1' '[route all]' 'pattern = ^\+' 'trunks = a b'
trunk b >>spill
call first --config spill +14255550171
wait_for 10 happened first dialing
dials spill +14255550170
is "$status $(field .trunk)" "0 b" "or another trunk"
is "$(field '.tries | map(.trunk + " " + .cause) | join(", ")')" \
	"a congestion, b done" "both tries are told"
signal first INT
over first

# --- both ask for the last one at the same time
forget
for n in 1 2 3 4; do
	start race$n dial --config one --events +14255550110
done
for n in 1 2 3 4; do
	over race$n
	echo "$status"
done >statuses
is "$(sort statuses | paste -sd' ')" "10 30 30 30" "one of four at once"

# --- a trunk's pace: who is early waits
forget
conf slow 'cps = 2'
seq 14255550110 14255550115 | sed 's/^/+/' >six
started=$(date +%s%3N)
run dial --config slow --list six --json
took=$(($(date +%s%3N) - started))
is "$(jq -r .cause run.out | sort | uniq -c | awk '{ print $1, $2 }')" \
	"6 busy" "six calls, two a second: all of them"
is "$((took >= 1900))" 1 "they took their time ($took ms)"

# --- the burst brake
forget
conf burst '[guard]' 'minute_warn = 10' 'minute_max = 20'
seq 14255550000 14255550999 | sed 's/^/+/' >thousand
run dial --config burst --list thousand --json
is "$(jq -r .exit_code run.out | sort | uniq -c | awk '{ print $1, $2 }' |
	paste -sd,)" "20 13,980 30" "a list of 1,000: twenty of them"
is "$(jq -r 'select(.exit_code == 30).guard' run.out | sort -u)" \
	"[guard] minute_max = 20: 20 calls were begun in the last minute" \
	"and why not more"
is "$(jq -r 'select(.warning) | .exit_code' run.out | grep -c 13)" 10 \
	"a warning before"
forget
conf prefix '[guard]' 'prefix_max = 3'
for n in 10 20 30; do
	dials prefix +142555501$n
done
dials prefix +14255550199
refuses 'prefix_max = 3: 3 calls in a row' raise "one exchange, call by call"
dials prefix +12065550100
is "$status" 10 "another one"

# --- calls at once over all trunks and processes
forget
conf few '[guard]' 'calls_max = 1' '[trunk b]' 'server = 127.0.0.1' \
	"port = $port" 'countries = US'
call first --config few --trunk a +14255550171
wait_for 10 happened first dialing
dials few --trunk b +12065550100
refuses '^\[guard\] calls_max = 1: 1 calls are up' raise \
	"one at once: also by another trunk, of another process"
run route --config few --trunk b +12065550100
is "$status" 30 "route tells before"
like "$out" "all trunks 1 of 1 calls up; today 1 of 2000 calls, 0 of" \
	"what is used"
like "$out" "verdict *refused now: .guard. calls_max = 1: 1 calls are up" \
	"and that it would be refused"
run route --config few --trunk a --json +12065550100
is "$(field '.trunks[0] | "\(.use.calls) \(.last_call.disposition)"')" \
	"1 null" "as JSON: up, with no outcome yet"
is "$(field '.use | "\(.calls) \(.calls_max) \(.day_calls_max)"')" \
	"1 1 2000" "beside the caps"
signal first INT
over first
dials few --trunk b +12065550100
is "$status" 10 "and then the next"
run route --config few --trunk b +12065550100
like "$out" "last call 20[0-9: -]*: BUSY, busy, 486" \
	"route tells how the last one went"
forget
conf night '[guard]' 'night = 00:00-24:00' 'night_minute_max = 1'
dials night +14255550110
dials night +12065550100
refuses '^\[guard\] night_minute_max = 1: 1 calls' morning "a night brake"
conf day '[guard]' "night = $(date -d '+2 hours' +%H:00)-$(date \
	-d '+3 hours' +%H:00)" 'night_minute_max = 1'
dials day +12065550100
is "$status" 10 "that holds at night"

# --- what a call may cost
forget
cat >rates.csv <<-'END'
	Destination Name,Destination Type,Country,Prefix,Price / min
	USA,mixed,US,1425,60
END
conf cost '[guard]' 'day_cost = 2.00 USD'
sed -i "s,^country = US,&\nrates = $PWD/rates.csv," cost
dials cost +14255550171
is "$(field .cause)" max-duration "a call ends when the money does"
between "$(field .billsec)" 1.9 2.6 "after two dollars"
like "$(field .warning)" '^\[guard\] day_cost leaves this call 2 s$' \
	"that is noted"
dials cost +14255550170
refuses '^\[guard\] day_cost = 2.00 USD: 2\.[0-9]+ USD were spent' tomorrow \
	"then none is left"

# --- where nothing can be counted
conf closed '[cdr]' "file = $PWD/none/calls.db" '[guard]' 'day_calls = 9'
dials closed +14255550170
refuses 'caps are set, and what was called is not known' 'mend the call' \
	"no records, but a cap"
conf open '[cdr]' "file = $PWD/none/calls.db"
dials open +14255550170
is "$status" 0 "no records, and no cap: it is called"
like "$err" 'call records' "with a warning"
conf off '[cdr]' 'enabled = no' '[guard]' 'day_calls = 9'
run dial --config off +14255550170
is "$status" 78 "records off, and a cap"
like "$err" 'a cap on calls needs call records' "that is no configuration"

stop net
done_testing
