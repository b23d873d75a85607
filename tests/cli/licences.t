#!/bin/sh
# GNU readline (GPL-3) is called by phone and by nothing else; programs that
# only look on link nothing that makes sound.
. "$OFFHOOK_TOP/tests/lib.sh"
need objdump

bin=$OFFHOOK_TOP/build/bin
# needs PROGRAM: the libraries that it asks for
needs() {
	objdump -p "$bin/$1" | sed -n 's/^  NEEDED  *//p'
}

like "$(needs phone)" '^libreadline\.so' "phone calls readline"
others=
for program in $(ls "$bin"); do
	[ "$program" != phone ] || continue
	! needs "$program" | grep -q '^libreadline\|^libhistory' ||
		others="$others $program"
done
is "$others" "" "and no other program does"
is "$(cd "$OFFHOOK_TOP" && grep -l '#include <readline' lib/*/*.c cmd/*.c)" \
	lib/command/linein_edit.c "one file of the source names it"
unlike "$(needs phone)" 'sndfile|samplerate|spandsp|opus' \
	"phone links no media"
like "$(tr '\n' ' ' <"$OFFHOOK_TOP/README.md")" \
	'`phone`, calls GNU readline and is as a whole under the GNU General' \
	"the README says so"

# --- the README and offhook(1) name every program
for program in $(cd "$OFFHOOK_TOP/cmd" && ls *.c | sed 's/\.c$//'); do
	case $program in
	hangup | hold | join | mute | pipe | send-digits | transfer | wait)
		continue ;;
	esac
	grep -q "^| .*\`$program\`" "$OFFHOOK_TOP/README.md" ||
		echo "$program"
done >unnamed
is "$(cat unnamed)" "" "the README names every program"
done_testing
