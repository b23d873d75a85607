# Made by scripts/gen-completions from the options of transfer
complete -c transfer -f
complete -c transfer -l attended -x -d 'to the far end of this other call'
complete -c transfer -l bridge -d 'call NUMBER ourselves, and join the two'
complete -c transfer -l refer -d 'ask their side to do it, or nothing'
complete -c transfer -l call -x -a '(call list --json 2>/dev/null | sed -n "s/.*,.call...\([0-9a-f-]*\).*/\1/p")' -d 'on this call; the end of its id is enough'
complete -c transfer -l config -r -F -d 'read this configuration'
complete -c transfer -l events -d 'write every event as a line of JSON, to stdout or appended to FILE'
complete -c transfer -l json -d 'print the result as one line of JSON'
complete -c transfer -l quiet -s q -d 'say nothing but errors'
complete -c transfer -l timeout -x -d 'give up all of it after this time'
complete -c transfer -l verbose -s v -d 'say more; twice: everything'
complete -c transfer -l help -s h -d 'print this help'
complete -c transfer -l version -d 'print the version'
