# Made by scripts/gen-completions from the options of wait
complete -c wait -f
complete -c wait -l length -x -d 'how long they must be silent (1s)'
complete -c wait -l call -x -a '(call list --json 2>/dev/null | sed -n "s/.*,.call...\([0-9a-f-]*\).*/\1/p")' -d 'on this call; the end of its id is enough'
complete -c wait -l config -r -F -d 'read this configuration'
complete -c wait -l events -d 'write every event as a line of JSON, to stdout or appended to FILE'
complete -c wait -l json -d 'print the result as one line of JSON'
complete -c wait -l quiet -s q -d 'say nothing but errors'
complete -c wait -l timeout -x -d 'give up all of it after this time'
complete -c wait -l verbose -s v -d 'say more; twice: everything'
complete -c wait -l help -s h -d 'print this help'
complete -c wait -l version -d 'print the version'
