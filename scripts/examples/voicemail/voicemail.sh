#!/bin/sh
# A voicemail box: takes a message, and has it mailed.
#
#	answer -- ./voicemail.sh
#
#	VOICEMAIL_DIR   where messages are kept (~/voicemail)
#	VOICEMAIL_HOOK  program that is run as "HOOK FILE CALLER" for each
#	                message (mail.sh, which lies beside this)
#
# A message ends with '#', with 5 s of silence, or when they hang up.
set -u
umask 077
trap '' HUP             # they hang up behind it, and the hook shall run

dir=${VOICEMAIL_DIR:-$HOME/voicemail}
hook=${VOICEMAIL_HOOK:-$(dirname "$0")/mail.sh}

mkdir -p "$dir" || exit
say "Please leave a message after the tone." || exit
file=$(record --beep --max-time 3m --silence 5s \
	"$dir/{date}-{time}-{from}.wav") || exit

# In the background: it may last longer than this flow.
"$hook" "$file" "$OFFHOOK_FROM" &
say "Thank you. Good bye."
exit 0
