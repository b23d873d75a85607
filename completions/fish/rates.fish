# Made by scripts/gen-completions from the options of rates
complete -c rates -f
complete -c rates -l from -s f -x -a '(set -l f (set -q XDG_CACHE_HOME; and echo $XDG_CACHE_HOME; or echo ~/.cache)/offhook/numbers/*.list; sed -n "s/^\(+[0-9]*\) .*/\1/p" /dev/null $f 2>/dev/null)' -d 'the number that is shown to them'
complete -c rates -l seconds -x -d 'tell what a call of N seconds costs, too'
complete -c rates -l config -r -F -d 'read this configuration'
complete -c rates -l events -d 'write every event as a line of JSON, to stdout or appended to FILE'
complete -c rates -l json -d 'print the result as one line of JSON'
complete -c rates -l quiet -s q -d 'say nothing but errors'
complete -c rates -l timeout -x -d 'give up all of it after this time'
complete -c rates -l verbose -s v -d 'say more; twice: everything'
complete -c rates -l help -s h -d 'print this help'
complete -c rates -l version -d 'print the version'
complete -c rates -n __fish_use_subcommand -a 'import show'
complete -c rates -n 'contains -- (commandline -opc)[2] import' -F
