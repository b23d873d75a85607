# Made by scripts/gen-completions from the options of call
complete -c call -f
complete -c call -l all -s a -d 'hangup: every call'
complete -c call -l reason -x -d 'hangup: tell them this Q.850 cause (16)'
complete -c call -l config -r -F -d 'read this configuration'
complete -c call -l events -d 'write every event as a line of JSON, to stdout or appended to FILE'
complete -c call -l json -d 'print the result as one line of JSON'
complete -c call -l quiet -s q -d 'say nothing but errors'
complete -c call -l timeout -x -d 'give up all of it after this time'
complete -c call -l verbose -s v -d 'say more; twice: everything'
complete -c call -l help -s h -d 'print this help'
complete -c call -l version -d 'print the version'
complete -c call -n __fish_use_subcommand -a 'attach events hangup list show'
complete -c call -n 'contains -- (commandline -opc)[2] attach events hangup show' -a '(call list --json 2>/dev/null | sed -n "s/.*,.call...\([0-9a-f-]*\).*/\1/p")'
