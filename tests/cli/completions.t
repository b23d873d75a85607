#!/bin/sh
# Each shell completes with our completions, as if Tab had been pressed.
. "$OFFHOOK_TOP/tests/lib.sh"

comp=$OFFHOOK_TOP/completions

# in_bash COMMAND WORD...: what bash offers for the last word
in_bash() {
	bash -c '
	. "$0/bash/$1"
	set -- "$@"
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
	"_offhook_${1//-/_}" 2>/dev/null
	printf "%s\n" "${COMPREPLY[@]}"' "$comp" "$@" | sort | tr '\n' ' '
}

mkdir -p "$XDG_CONFIG_HOME/offhook"
printf '[trunk %s]\nserver = 192.0.2.1\n' london office \
	>"$XDG_CONFIG_HOME/offhook/offhook.conf"
printf '[carrier %s]\ntype = static\n' cloud desk \
	>>"$XDG_CONFIG_HOME/offhook/offhook.conf"
touch alarm.wav alarm.txt
mkdir -p "$XDG_CACHE_HOME/offhook/numbers"
touch "$XDG_CACHE_HOME/offhook/numbers/lock"
printf '%s\n' "offhook-numbers 1 1795520612161826" "+12065550100 bn" \
	"+442079460000 ii" "end 2" \
	>"$XDG_CACHE_HOME/offhook/numbers/cloud.list"

# Two live calls
mkdir bin
cat >bin/call <<-'END'
	#!/bin/sh
	[ "$*" = "list --json" ] || exit 1
	echo '{"schema":"offhook.call/1","call":"01a2-7fe3","trunk":"a"}'
	echo '{"schema":"offhook.call/1","call":"01b3-22ff","trunk":"b"}'
END
chmod +x bin/call
PATH=$PWD/bin:$PATH

is "$(in_bash dial --ga)" "--gather " "bash: dial --ga"
is "$(in_bash gather --call 01a)" "01a2-7fe3 " "bash: a live call"
is "$(in_bash call hangup 01)" "01a2-7fe3 01b3-22ff " \
	"bash: live calls of a verb"
is "$(in_bash join 01b)" "01b3-22ff " "bash: a live call as an operand"
is "$(in_bash dial --tr)" "--trace --trunk " "bash: dial --tr"
is "$(in_bash dial --play ala)" "alarm.txt alarm.wav " "bash: a file"
is "$(in_bash dial --trunk lo)" "london " "bash: a trunk"
is "$(in_bash dial --ring "")" " " "bash: nothing for a time"
is "$(in_bash play-prompt --t)" "--timeout --to --trace --trunk " \
	"bash: play-prompt --t"
is "$(in_bash play-prompt alarm.w)" "alarm.wav " "bash: an operand"
is "$(in_bash offhook ans)" "answer " "bash: a command"
is "$(in_bash dial --from +)" "+12065550100 +442079460000 " \
	"bash: numbers of one's own"
is "$(in_bash numbers re)" "release reservation reserve " "bash: a verb"
is "$(in_bash numbers li)" "list " "bash: the verb that may be left out"
is "$(in_bash numbers reservation "")" "buy cancel list show " \
	"bash: a second word"
is "$(in_bash numbers reservation show "")" " " "bash: no word but the second"
is "$(in_bash numbers release +4)" "+442079460000 " \
	"bash: a number of one's own behind its verb"
is "$(in_bash numbers search "")" " " "bash: nothing for a country"
is "$(in_bash numbers --carrier "")" "cloud desk " "bash: a carrier"
is "$(in_bash numbers --type "")" "geographic mobile toll-free " \
	"bash: words that the help has"
is "$(in_bash numbers --sms "")" "both inbound none outbound " \
	"bash: the words of another option's help"
is "$(in_bash numbers --columns number,co)" \
	"number,cost number,country " \
	"bash: words with commas between"
is "$(in_bash rates import alarm.t)" "alarm.txt " "bash: a file behind a verb"
is "$(in_bash rates show al)" " " "bash: no file behind another"
rm "$XDG_CACHE_HOME/offhook/numbers/cloud.list"
is "$(in_bash dial --from "" </dev/null)" " " "bash: no number is known"
printf '%s\n' "offhook-numbers 1 1795520612161826" "+442079460000 ii" \
	"end 1" >"$XDG_CACHE_HOME/offhook/numbers/cloud.list"

# in_zsh LINE: what stands there after Tab, in a zsh on a terminal of its own
cat >tab.zsh <<'EOF'
zmodload zsh/zpty
zpty z env PS1= TERM=dumb zsh -f -i
zpty -w z "unsetopt zle_bracketed_paste; fpath=($1 \$fpath)
autoload -U compinit; compinit -D -u
show() { print -r -- \"<<\$BUFFER>>\"; BUFFER=; zle accept-line }
zle -N show; bindkey '^X' show; print rea''dy"
while zpty -r z line; do [[ $line = *ready* ]] && break; done
zpty -n -w z "$2"$'\t\C-x'
while zpty -r z line; do
	[[ $line = *'<<'*'>>'* ]] || continue
	print -r -- ${${line##*<<}%%>>*}
	break
done
zpty -d z
EOF
in_zsh() {
	timeout 10 zsh -f tab.zsh "$comp/zsh" "$1"
}

# A container may have no pseudo terminals
if ! command -v zsh >/dev/null; then
	skip "zsh is not installed" "zsh"
elif ! timeout 10 zsh -fc 'zmodload zsh/zpty && zpty t true' 2>zpty.err; then
	skip "zsh gets no terminal here: $(head -n 1 zpty.err)" "zsh"
else
	is "$(in_zsh "dial --ga")" "dial --gather=" "zsh: dial --ga"
	is "$(in_zsh "dial --play alarm.w")" "dial --play alarm.wav " \
		"zsh: a file"
	is "$(in_zsh "dial --trunk lo")" "dial --trunk london " "zsh: a trunk"
	is "$(in_zsh "gather --call 01a")" "gather --call 01a2-7fe3 " \
		"zsh: a live call"
	is "$(in_zsh "call show 01b")" "call show 01b3-22ff " \
		"zsh: a live call of a verb"
	is "$(in_zsh "join 01b")" "join 01b3-22ff " \
		"zsh: a live call as an operand"
	is "$(in_zsh "answer --from")" "answer --from-anyone " \
		"zsh: answer --from"
	is "$(in_zsh "play-prompt alarm.w")" "play-prompt alarm.wav " \
		"zsh: an operand"
	is "$(in_zsh "offhook ans")" "offhook answer " "zsh: a command"
	is "$(in_zsh "dial --from +")" "dial --from +442079460000 " \
		"zsh: a number of one's own"
	is "$(in_zsh "numbers rel")" "numbers release " "zsh: a verb"
	is "$(in_zsh "numbers show +")" "numbers show +442079460000 " \
		"zsh: a number of one's own behind its verb"
	is "$(in_zsh "numbers reservation c")" "numbers reservation cancel " \
		"zsh: a second word"
	is "$(in_zsh "numbers search al")" "numbers search al" \
		"zsh: nothing for a country"
	is "$(in_zsh "numbers --carrier cl")" "numbers --carrier cloud " \
		"zsh: a carrier"
	is "$(in_zsh "numbers --sms inb")" "numbers --sms inbound " \
		"zsh: a word that the help has"
	is "$(in_zsh "numbers --columns number,cos")" \
		"numbers --columns number,cost," "zsh: words with commas between"
	is "$(in_zsh "rates import alarm.t")" "rates import alarm.txt " \
		"zsh: a file behind a verb"
	is "$(in_zsh "offhook dial --ga")" "offhook dial --gather=" \
		"zsh: an option of a command"
fi

# in_fish WORDS: the same in fish, without what it says about them
in_fish() {
	fish --no-config -c "source $comp/fish/${1%% *}.fish
		complete -C '$1'" | cut -f 1 | sort | tr '\n' ' '
}

if command -v fish >/dev/null; then
	is "$(in_fish "dial --ga")" "--gather " "fish: dial --ga"
	is "$(in_fish "dial --play alarm.w")" "alarm.wav " "fish: a file"
	is "$(in_fish "dial --trunk l")" "london " "fish: a trunk"
	is "$(in_fish "gather --call 01a")" "01a2-7fe3 " "fish: a live call"
	is "$(in_fish "call show 01b")" "01b3-22ff " \
		"fish: a live call of a verb"
	is "$(in_fish "join 01b")" "01b3-22ff " \
		"fish: a live call as an operand"
	is "$(in_fish "play-prompt --to")" "--to " "fish: play-prompt --to"
	is "$(in_fish "dial --from +")" "+442079460000 " \
		"fish: a number of one's own"
	is "$(in_fish "numbers rel")" "release " "fish: a verb"
	is "$(in_fish "numbers show +")" "+442079460000 " \
		"fish: a number of one's own behind its verb"
	is "$(in_fish "numbers reservation ")" "buy cancel list show " \
		"fish: a second word"
	is "$(in_fish "numbers search ")" "" "fish: nothing for a country"
	is "$(in_fish "numbers --carrier cl")" "cloud " "fish: a carrier"
	is "$(in_fish "numbers --type m")" "mobile " \
		"fish: a word that the help has"
	is "$(in_fish "numbers --columns number,cos")" "number,cost " \
		"fish: words with commas between"
	is "$(in_fish "rates import alarm.t")" "alarm.txt " \
		"fish: a file behind a verb"
else
	skip "fish is not installed" "fish"
fi

# The help of --sort repeats what the table of numbers has
run numbers --config none search US --type geographic --json
run numbers --config none buy "$(field .search)" --yes --csv
is "$(in_bash numbers --sort "")" \
	"$(head -n 1 run.out | tr , '\n' | tr -d '\r' | sort |
		tr '\n' ' ')" "columns: those of numbers list"

done_testing
