#!/bin/sh
# The README's section about flows: its program runs as it is printed there,
# and all of its commands are there.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
need jq sox
. "$OFFHOOK_TOP/tests/spoken.sh"

sed -n '/^## A call is a shell job/,/^## Numbers/p' "$OFFHOOK_TOP/README.md" \
	>section
sed -n '/^    #!/,/^    esac/s/^    //p' section >balance.sh
chmod +x balance.sh
spoken welcome 600 'welcome.wav'
spoken menu 700 'menu.wav'
spoken goodbye 800 'goodbye.wav'
spoken balance 900 'Your balance is 40 euros'
for file in welcome:600 menu:700 goodbye:800; do
	sox -n -r 8000 -b 16 "${file%:*}.wav" \
		synth 0.6 sine "${file#*:}" gain -6 pad 0 0.4
done

start net pstn-sim --listen 127.0.0.1:0
wait_for 10 grep -q ready net.err

# branch KEY: what a caller hears who presses it after the menu
branch() {
	start desk answer --once --events -- ./balance.sh
	wait_for 10 happened desk ready
	call caller "$(event desk ready .number)" --send-digits "WWW$1" --stay
	over caller
	over desk
	heard caller.wav 1
	rm caller.wav
}
is "$(branch 1)" "welcome menu balance" "1: the balance"
is "$(branch 3)" "welcome menu goodbye" "another key"

# The command as it stands there
run sh -c "$(sed -n 's/^    \(dial .*sh\) .*/\1/p' section)"
is "$status" 0 "and on a call that is placed"
like "$out" '^\+14255550101  answered, .* key 2$' "to somebody who presses 2"
run cdr list --json
like "$out" '"to":"\+14255550104".*"cause":"done"' "and is put through"

verbs=$(sed -n 's/^| \(`[^|]*`\) |.*/\1/p' section | tr -d '`' |
	sed 's/offhook //')
for verb in $verbs; do
	ok "$verb is a command" test -x "$OFFHOOK_TOP/build/bin/$verb"
done
is "$(echo "$verbs" | wc -w)" 12 "twelve of them"

done_testing
