# Made by scripts/gen-completions from the options of mute
complete -c mute -f
complete -c mute -l off -d 'no longer'
complete -c mute -l call -x -a '(call list --json 2>/dev/null | sed -n "s/.*,.call...\([0-9a-f-]*\).*/\1/p")' -d 'on this call; the end of its id is enough'
complete -c mute -l config -r -F -d 'read this configuration'
complete -c mute -l events -d 'write every event as a line of JSON, to stdout or appended to FILE'
complete -c mute -l json -d 'print the result as one line of JSON'
complete -c mute -l quiet -s q -d 'say nothing but errors'
complete -c mute -l timeout -x -d 'give up all of it after this time'
complete -c mute -l verbose -s v -d 'say more; twice: everything'
complete -c mute -l help -s h -d 'print this help'
complete -c mute -l version -d 'print the version'
