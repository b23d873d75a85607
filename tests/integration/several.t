#!/bin/sh
# Several numbers: in order until one does the job, all at once, from a list.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"

b=+14255550110 m=+14255550102 q=+14255550103 t=+14255550104 e=+14255550105
wavtool make-tone one.wav 700 1 8000

call order --gather 4 --timeout-first 2 $b $m $q $e
call last --play one.wav $b +14255550113
call all --all --play one.wav $b $e $q
call good --all --play one.wav $e $q $m
call redial --play one.wav $b $b

over order
is "$status" 0 "in order: one did the job"
is "$(printf '%s\n' "$out" | grep -c offhook.result)" 1 "one result"
is "$(field '[.tries[].number] | join(" ")')" "$b $m $q" \
	"until it is done: the fourth is not called"
is "$(field '[.tries[].cause] | join(" ")')" "busy no-digits done" \
	"and why each ended"
is "$(field .to) $(field .digits)" "$q 1234" "the result is the last one's"

over last
is "$status" 13 "none did the job: the status of the last"
is "$(field .exit_code)" 13 "in the result, too"
is "$(field '.tries | length')" 2 "both were tried"

# results NAME: number and cause of each, sorted
results() {
	jq -r 'select(.schema) | "\(.to) \(.cause)"' "$1.out" | sort
}
over all
is "$status" 1 "all at once: one of them failed"
is "$(results all)" "$(printf '%s\n' "$q done" "$e done" "$b busy" | sort)" \
	"one result for each"
between "$(since "$(when all dialing)" "$(event all dialing '(.time[0:19] +
	"Z" | fromdate) + ("0" + .time[19:23] | tonumber)' | tail -n 1)")" \
	0 0.2 "at once"
over good
is "$status" 0 "all at once: all did it"
is "$(results good | grep -c done)" 3 "three results"
over redial
is "$(field '.tries | length')" 2 "a number may be tried twice"

# Lists
printf '%s\n' "$e" "# a comment" "" "$q" "$t" >plain
printf 'name,number,note\n"A, B",%s,x\n"C ""D""",%s,y\nE,%s,\n' \
	"$e" "$q" "$b" >some.csv
cat >many <<-END
	$e
	$e
	$e
	$e
	$e
	$e
END
call plain --list plain --play one.wav
call csv --list some.csv --play one.wav --record '{to}.wav'
call paced --list many --play one.wav --cps 2
call narrow --list many --play one.wav --concurrency 2

over plain
is "$status" 0 "a plain list: all done"
is "$(results plain | cut -d' ' -f1 | tr '\n' ' ')" "$q $t $e " \
	"comments and empty lines are no numbers"
over csv
is "$status" 1 "a list in CSV: one is busy"
is "$(results csv)" "$(printf '%s\n' "$q done" "$e done" "$b busy" | sort)" \
	"quoted commas and quotes are understood"
is "$(results csv | wc -l)" 3 "one result for each row"

# moments NAME EVENT: of all such events, in order
moments() {
	event "$1" "$2" '(.time[0:19] + "Z" | fromdate) +
		("0" + .time[19:23] | tonumber)' | sort -n
}
over paced
is "$status" 0 "paced: all done"
between "$(moments paced dialing | awk 'NR == 1 { a = $1 } { b = $1 }
	END { print b - a }')" 2.3 3.5 "two calls begin per second"
between "$(moments paced dialing | awk 'NR > 1 { d = $1 - last
	if (min == "" || d < min) min = d } { last = $1 } END { print min }')" \
	0.3 0.6 "one by one"
over narrow
is "$status" 0 "two at once: all done"
is "$({ moments narrow dialing | sed 's/$/ 1/'
	moments narrow ended | sed 's/$/ -1/'; } | sort -k1,1n -k2,2n | awk '
	{ n += $2 } n > max { max = n } END { print max }')" 2 "never more"

printf '%s\n%s\n' "$e" "$q" >stdin.txt
start stdin sh -c 'dial --events --play one.wav --list - <stdin.txt'
over stdin
is "$status" 0 "a list from stdin: all done"
is "$(results stdin | wc -l)" 2 "two results"

: >empty
run dial --events --list empty
between "$status" 64 65 "an empty list is none"

done_testing
