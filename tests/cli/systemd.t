#!/bin/sh
# The unit file: systemd understands it, and finds little to attack.
. "$OFFHOOK_TOP/tests/lib.sh"
need systemd-analyze

unit=offhook-answer.service
sed "s#/usr/local/bin/answer#$OFFHOOK_TOP/build/bin/answer#" \
	"$OFFHOOK_TOP/scripts/systemd/$unit" >"$unit"
run systemd-analyze verify --man=no "./$unit"
is "$status" 0 "the unit is sound"
is "$out$err" "" "with nothing to complain about"
run systemd-analyze security --offline=true "./$unit"
between "$(printf '%s\n' "$out" | sed -n 's/.*level for.*: \([0-9.]*\).*/\1/p')" \
	0 2 "its exposure"

done_testing
