# Made by scripts/gen-completions from the options of record
complete -c record -f
complete -c record -l beep -s b -d 'begin with a beep'
complete -c record -l key -s k -x -d 'these end it, none: no key (#)'
complete -c record -l max-time -s m -x -d 'end it after TIME'
complete -c record -l silence -s s -x -d 'end it when they are silent for TIME'
complete -c record -l call -x -a '(call list --json 2>/dev/null | sed -n "s/.*,.call...\([0-9a-f-]*\).*/\1/p")' -d 'on this call; the end of its id is enough'
complete -c record -l config -r -F -d 'read this configuration'
complete -c record -l events -d 'write every event as a line of JSON, to stdout or appended to FILE'
complete -c record -l json -d 'print the result as one line of JSON'
complete -c record -l quiet -s q -d 'say nothing but errors'
complete -c record -l timeout -x -d 'give up all of it after this time'
complete -c record -l verbose -s v -d 'say more; twice: everything'
complete -c record -l help -s h -d 'print this help'
complete -c record -l version -d 'print the version'
complete -c record -F
complete -c record -n __fish_use_subcommand -a 'pause start'
complete -c record -n 'contains -- (commandline -opc)[2] pause; and test (count (commandline -opc)) = 2' -a ' '
complete -c record -n 'contains -- (commandline -opc)[2] start' -F
