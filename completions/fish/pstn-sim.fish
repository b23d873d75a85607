# Made by scripts/gen-completions from the options of pstn-sim
complete -c pstn-sim -f
complete -c pstn-sim -l for -x -d 'call: hang up so long after the answer'
complete -c pstn-sim -l from -x -d 'call: the caller\'s number'
complete -c pstn-sim -l listen -x -d 'where calls are taken, port 0: any'
complete -c pstn-sim -l numbers -r -F -d 'rows that change or add numbers'
complete -c pstn-sim -l play -r -F -d 'call: play this file'
complete -c pstn-sim -l press -x -d 'call: press these keys first'
complete -c pstn-sim -l config -r -F -d 'read this configuration'
complete -c pstn-sim -l events -d 'write every event as a line of JSON, to stdout or appended to FILE'
complete -c pstn-sim -l json -d 'print the result as one line of JSON'
complete -c pstn-sim -l quiet -s q -d 'say nothing but errors'
complete -c pstn-sim -l timeout -x -d 'give up all of it after this time'
complete -c pstn-sim -l verbose -s v -d 'say more; twice: everything'
complete -c pstn-sim -l help -s h -d 'print this help'
complete -c pstn-sim -l version -d 'print the version'
complete -c pstn-sim -F
complete -c pstn-sim -n __fish_use_subcommand -a 'call numbers'
