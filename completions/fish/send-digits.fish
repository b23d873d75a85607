# Made by scripts/gen-completions from the options of send-digits
complete -c send-digits -f
complete -c send-digits -l call -x -a '(call list --json 2>/dev/null | sed -n "s/.*,.call...\([0-9a-f-]*\).*/\1/p")' -d 'on this call; the end of its id is enough'
complete -c send-digits -l config -r -F -d 'read this configuration'
complete -c send-digits -l events -d 'write every event as a line of JSON, to stdout or appended to FILE'
complete -c send-digits -l json -d 'print the result as one line of JSON'
complete -c send-digits -l quiet -s q -d 'say nothing but errors'
complete -c send-digits -l timeout -x -d 'give up all of it after this time'
complete -c send-digits -l verbose -s v -d 'say more; twice: everything'
complete -c send-digits -l help -s h -d 'print this help'
complete -c send-digits -l version -d 'print the version'
