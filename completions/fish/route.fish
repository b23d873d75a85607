# Made by scripts/gen-completions from the options of route
complete -c route -f
complete -c route -l from -s f -x -a '(set -l f (set -q XDG_CACHE_HOME; and echo $XDG_CACHE_HOME; or echo ~/.cache)/offhook/numbers/*.list; sed -n "s/^\(+[0-9]*\) .*/\1/p" /dev/null $f 2>/dev/null)' -d 'caller ID to show, or who calls'
complete -c route -l inbound -s i -d 'calls that come in, by [inbound NAME]'
complete -c route -l trunk -s t -x -a '(sed -n "s/^\[trunk \(.*\)\]/\1/p" (set -q XDG_CONFIG_HOME; and echo $XDG_CONFIG_HOME; or echo ~/.config)/offhook/offhook.conf 2>/dev/null)' -d 'leave, or come, by this trunk'
complete -c route -l config -r -F -d 'read this configuration'
complete -c route -l events -d 'write every event as a line of JSON, to stdout or appended to FILE'
complete -c route -l json -d 'print the result as one line of JSON'
complete -c route -l quiet -s q -d 'say nothing but errors'
complete -c route -l timeout -x -d 'give up all of it after this time'
complete -c route -l verbose -s v -d 'say more; twice: everything'
complete -c route -l help -s h -d 'print this help'
complete -c route -l version -d 'print the version'
complete -c route -n __fish_use_subcommand -a 'check list'
