# Made by scripts/gen-completions from the options of offhook
complete -c offhook -f
complete -c offhook -l config -r -F -d 'read this configuration'
complete -c offhook -l events -d 'write every event as a line of JSON, to stdout or appended to FILE'
complete -c offhook -l json -d 'print the result as one line of JSON'
complete -c offhook -l quiet -s q -d 'say nothing but errors'
complete -c offhook -l timeout -x -d 'give up all of it after this time'
complete -c offhook -l verbose -s v -d 'say more; twice: everything'
complete -c offhook -l help -s h -d 'print this help'
complete -c offhook -l version -d 'print the version'
complete -c offhook -n __fish_use_subcommand -a 'dial answer play-prompt numbers rates route cdr pstn-sim check version'
complete -c offhook -x -a '(__fish_complete_subcommand)'
