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
touch alarm.wav alarm.txt

is "$(in_bash dial --ga)" "--gather " "bash: dial --ga"
is "$(in_bash dial --tr)" "--trace --trunk " "bash: dial --tr"
is "$(in_bash dial --play ala)" "alarm.txt alarm.wav " "bash: a file"
is "$(in_bash dial --trunk lo)" "london " "bash: a trunk"
is "$(in_bash dial --ring "")" " " "bash: nothing for a time"
is "$(in_bash play-prompt --t)" "--timeout --to --trace --trunk " \
	"bash: play-prompt --t"
is "$(in_bash play-prompt alarm.w)" "alarm.wav " "bash: an operand"
is "$(in_bash offhook di)" "dial " "bash: a command"

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
	is "$(in_zsh "answer --from")" "answer --from-anyone " \
		"zsh: answer --from"
	is "$(in_zsh "play-prompt alarm.w")" "play-prompt alarm.wav " \
		"zsh: an operand"
	is "$(in_zsh "offhook di")" "offhook dial " "zsh: a command"
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
	is "$(in_fish "play-prompt --to")" "--to " "fish: play-prompt --to"
else
	skip "fish is not installed" "fish"
fi

done_testing
