#!/bin/sh
# Mail a voice message: the hook of voicemail.sh.
#
#	mail.sh FILE CALLER
#
#	VOICEMAIL_TO    whom to (the user that runs this)
set -eu
PATH=$PATH:/usr/sbin
file=$1
caller=$2

{
	cat <<-END
	To: ${VOICEMAIL_TO:-$(id -un)}
	Subject: Voice message from $caller
	MIME-Version: 1.0
	Content-Type: audio/wav
	Content-Transfer-Encoding: base64
	Content-Disposition: attachment; filename="${file##*/}"

	END
	base64 "$file"
} | sendmail -t
