# Made by scripts/gen-completions from the options of hangup
complete -c hangup -f
complete -c hangup -l reason -x -d 'tell them this Q.850 cause (16)'
complete -c hangup -l call -x -a '(call list --json 2>/dev/null | sed -n "s/.*,.call...\([0-9a-f-]*\).*/\1/p")' -d 'on this call; the end of its id is enough'
complete -c hangup -l config -r -F -d 'read this configuration'
complete -c hangup -l events -d 'write every event as a line of JSON, to stdout or appended to FILE'
complete -c hangup -l json -d 'print the result as one line of JSON'
complete -c hangup -l quiet -s q -d 'say nothing but errors'
complete -c hangup -l timeout -x -d 'give up all of it after this time'
complete -c hangup -l verbose -s v -d 'say more; twice: everything'
complete -c hangup -l help -s h -d 'print this help'
complete -c hangup -l version -d 'print the version'
