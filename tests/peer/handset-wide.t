#!/bin/sh
# What is said above 4 kHz is heard at the handset, and from there: in a call
# in G.722 or Opus, not in one in G.711, and not by a baresip without G.722.
. "$OFFHOOK_TOP/tests/lib.sh"
. "$OFFHOOK_TOP/tests/call.sh"
. "$OFFHOOK_TOP/tests/phone.sh"
need baresip jq socat sox

# A low tone and a high one, each of -17 dBFS: the low one tells that there is
# a voice at all
voice() {
	sox -n -r 16000 -b 16 -c 1 low.wav synth "$4" sine "$2" vol 0.2
	sox -n -r 16000 -b 16 -c 1 high.wav synth "$4" sine "$3" vol 0.2
	sox -m -v 1 low.wav -v 1 high.wav "$1"
}
voice ours.wav 700 6000 60
# The network brings a file to 48 kHz before it is heard in Opus: a short one
voice a.wav 1100 5000 2
voice b.wav 1700 6500 2
sox -n -r 8000 -b 16 -c 1 narrow.wav synth 20 sine 700 vol 0.2
mic=aufile,$PWD/ours.wav

# over_and_over FILE: for half a minute
over_and_over() {
	for again in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do
		printf ', play %s' "$1"
	done
}
cat >plan <<-END
	+14255550311 answer$(over_and_over a.wav)
	+14255550312 answer$(over_and_over b.wav)
END
start net pstn-sim --listen 127.0.0.1:0 --numbers plan --events
wait_for 10 happened net ready

# talk NAME CODEC MICROPHONE [COMMAND]...: a call in it, and what was heard at
# the handset: ear, end
talk() {
	mkdir "$1.d"
	talk_name=$1
	talk_codec=$2
	cat >talk.conf <<-END
	[dial]
	country = US
	[trunk sim]
	server = 127.0.0.1
	port = $(event net ready .uri | sed 's/.*://')
	codecs = $2
	END
	talk_mic=$3
	talk_max=3
	[ "$2" != opus ] || talk_max=5
	shift 3
	OFFHOOK_HANDSET_DUMP=$PWD/$talk_name.d start "$talk_name" "$@" dial \
		--events --record "$talk_name.wav" --config talk.conf \
		--talk --audio-device "$talk_mic" --max "$talk_max" +14255550311
	over "$talk_name"
	is "$status" 21 "$talk_name: a call in $talk_codec"
	ear=$(ls "$talk_name".d/dump-*-dec.wav | tail -n 1)
	end=$(wavtool length "$ear")
}

# part FILE CHANNEL HZ FROM TO: how loud that tone is in it [dBFS]
part() {
	awk -v share="$(wavtool tone "$@")" \
		-v all="$(wavtool level "$1" "$2" "$4" "$5")" \
		'BEGIN { if (share != "" && all != "") print share + all }'
}

# said HZ: by us, to them; heard HZ: at the handset, in the last but one second
said() {
	part "$talk_name.wav" 0 "$1" 1 2.5
}

heard() {
	part "$ear" 0 "$1" "$(since 2 "$end")" "$(since 1 "$end")"
}

for codec in G722 opus; do
	talk "$codec" "$codec" "$mic"
	is "$(wavtool rate "$ear")" 16000 "the handset is wide"
	between "$(heard 1100)" -18 -16 "$codec: 1.1 kHz is heard there"
	between "$(heard 5000)" -18.5 -16 "and 5 kHz"
	between "$(said 700)" -18.5 -16 "700 Hz is heard from there"
	between "$(said 6000)" -20 -16 "and 6 kHz"
done

for codec in PCMU PCMA; do
	talk "$codec" "$codec" "$mic"
	is "$(wavtool rate "$ear")" 16000 "the handset is wide"
	between "$(heard 1100)" -18 -16 "$codec: 1.1 kHz is heard there"
	between "$(heard 5000)" -120 -60 "and nothing of 5 kHz"
	between "$(heard 3000)" -120 -60 "nor of what it could turn into"
	between "$(said 700)" -18 -16 "700 Hz is heard from there"
	between "$(said 2000)" -120 -60 "and nothing that 6 kHz turned into"
done

# --- a sound file has one rate
talk file G722 "aufile,$PWD/narrow.wav"
is "$(wavtool rate "$ear")" 8000 "a file of 8 kHz: the handset is narrow"
between "$(heard 1100)" -18 -16 "1.1 kHz is heard there"
between "$(said 700)" -18 -16 "700 Hz is heard from there"

# --- a baresip that was built without G.722, and one whose module is broken
modules=$(dirname "$(ls /usr/lib*/baresip/modules/g711.so \
	/usr/lib*/*/baresip/modules/g711.so 2>/dev/null | head -n 1)")
if unshare -m true 2>/dev/null; then
	cp -r "$modules" modules
	cat >narrow <<-END
	#!/bin/sh
	mount --bind '$PWD/modules' '$modules' && exec "\$@"
	END
	chmod +x narrow
	rm modules/g722.so
	talk without G722 aubridge,x unshare -m ./narrow
	is "$(wavtool rate "$ear")" 8000 "without the module: G.711"
	between "$(heard 1100)" -18 -16 "1.1 kHz is heard there"
	between "$(part without.wav 0 1100 1 2.5)" -18 -16 "and from there"
	: >modules/g722.so
	talk broken G722 aubridge,x unshare -m ./narrow
	is "$(wavtool rate "$ear")" 8000 "with a broken one, too"
	between "$(heard 1100)" -18 -16 "1.1 kHz is heard there"
else
	skip "no mount namespaces here" "a baresip without G.722"
fi

# --- three who are mixed
sed 's/codecs = .*/codecs = G722/' talk.conf >phone.conf
printf '[phone]\nhandset = baresip\n' >>phone.conf
chmod 600 phone.conf
mkdir mixed.d
export OFFHOOK_HANDSET_DUMP="$PWD/mixed.d"
phone desk --stay --audio-device "$mic"
client one
ask one '{"do":"dial","number":"+14255550311"}'
first=$(of .call)
ask one '{"do":"dial","number":"+14255550312"}'
second=$(of .call)
ask one "{\"do\":\"talk\",\"calls\":[\"$first\",\"$second\"]}"
is "$(of .ok)" true "a conference of two calls"
wait_for 10 handset_is up
id=$first
taped mixed.wav 3
stop desk
hang one
ear=$(ls mixed.d/dump-*-dec.wav | tail -n 1)
end=$(wavtool length "$ear")
between "$(heard 5000)" -19 -15 "5 kHz of the one is heard at the handset"
between "$(heard 6500)" -20 -15 "and 6.5 kHz of the other"
between "$(part mixed.wav 0 6000 1 2.5)" -20 -15 \
	"6 kHz of the handset is heard by the one"
between "$(part mixed.wav 0 6500 1 2.5)" -20 -15 "and 6.5 kHz of the other"
stop net

done_testing
