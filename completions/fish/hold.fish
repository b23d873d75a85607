# Made by scripts/gen-completions from the options of hold
complete -c hold -f
complete -c hold -l off -d 'no longer'
complete -c hold -l call -x -a '(call list --json 2>/dev/null | sed -n "s/.*,.call...\([0-9a-f-]*\).*/\1/p")' -d 'on this call; the end of its id is enough'
complete -c hold -l config -r -F -d 'read this configuration'
complete -c hold -l events -d 'write every event as a line of JSON, to stdout or appended to FILE'
complete -c hold -l json -d 'print the result as one line of JSON'
complete -c hold -l quiet -s q -d 'say nothing but errors'
complete -c hold -l timeout -x -d 'give up all of it after this time'
complete -c hold -l verbose -s v -d 'say more; twice: everything'
complete -c hold -l help -s h -d 'print this help'
complete -c hold -l version -d 'print the version'
