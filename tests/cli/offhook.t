#!/bin/sh
# The suite's own words: help, version, check; and --help of each.
. "$OFFHOOK_TOP/tests/lib.sh"

for c in dial answer play-prompt numbers rates route trunk cdr pstn-sim \
	offhook; do
	run "$c" --help
	is "$status" 0 "$c --help"
	like "$out" "^usage: $c" "$c: usage"
	is "$err" "" "$c: help goes to stdout"
	is "$(printf '%s\n' "$out" | awk 'length > 79')" "" "$c: 79 columns"
	run "$c" --version
	is "$status" 0 "$c --version"
	[ "$c" = offhook ] && continue
	run offhook "$c" --help
	like "$out" "^usage: " "offhook $c"
done

run offhook version
is "$status" 0 "version"
like "$out" '^offhook +[0-9]' "of its own"
for lib in libre libsndfile samplerate opus openssl; do
	like "$out" "$lib .*[0-9]+\\.[0-9]" "version of $lib"
done
run offhook help
is "$status" 0 "help"
for c in dial answer play-prompt pstn-sim; do
	like "$out" "^ *$c " "help names $c"
done
run offhook
like "$out" '^usage: offhook' "no command: help"
run offhook frobnicate
is "$status" 64 "unknown command"
like "$err" frobnicate "named"
run offhook dial --frob
is "$status" 64 "the status of a command is passed on"
run offhook dial --dry-run 911
is "$status" 30 "whatever it is"

mkdir -p "$XDG_CONFIG_HOME/offhook"
conf=$XDG_CONFIG_HOME/offhook/offhook.conf
run offhook check
is "$status" 0 "check: no configuration is a good one"
printf '[trunk a]\nserver = 192.0.2.1\n' >"$conf"
run offhook check
is "$status" 0 "check: a good one"
printf '[dial]\nring = soon\n\n[trunk a]\nprot = 1\nserver = 192.0.2.1\n' \
	>"$conf"
run offhook check
is "$status" 78 "check: faults"
like "$out$err" "offhook.conf:2: " "the first one, with its line"
like "$out$err" "offhook.conf:5: .*port" "the second one, and what was meant"
cat >looks.conf <<-'END'
	[keys]
	h = hold
	calls.x = hodl
	QQ = hold
	[colors]
	held = mauve
	nix = red
END
chmod 600 looks.conf
run offhook check --config looks.conf
is "$status" 78 "check: keys and colours"
like "$err" 'looks.conf:3: .keys.: calls.x: no such order' "an order"
like "$err" 'looks.conf:4: .keys.: QQ: no such key' "a key"
like "$err" 'looks.conf:6: .colors.: held: not a colour' "a colour"
like "$err" 'looks.conf:7: .colors.: nix: nothing has that name' "a name"
is "$(echo "$err" | grep -c looks.conf)" 4 "and what is right is not told"
run offhook check --config "$PWD/nothing.conf"
is "$status" 78 "check: a file that is not there"
printf '\377[[[' >garbage.conf
run offhook check --config garbage.conf
is "$status" 78 "check: garbage"
like "$out$err" 'garbage.conf:1: ' "with its line"

done_testing
