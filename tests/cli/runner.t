#!/bin/sh
# scripts/check counts right: what passes, fails, is skipped, or vanishes.
. "$OFFHOOK_TOP/tests/lib.sh"

mkdir -p scripts tests/cli
cp "$OFFHOOK_TOP"/scripts/check "$OFFHOOK_TOP"/scripts/run-test scripts/

# given BODY...: the only test there is
given() {
	rm -f tests/cli/*.t
	{ echo '#!/bin/sh'; printf '%s\n' "$@"; } >tests/cli/a.t
	chmod +x tests/cli/a.t
	run env CHECK_DEADLINE=2 scripts/check cli
	last=$(echo "$out" | tail -n 1)
}

given 'echo 1..2; echo ok 1 - a; echo ok 2 - b'
is "$status $last" '0 2 passed, 0 failed' "two that pass"
given 'echo ok 1 - a; echo not ok 2 - b; echo oops >&2; echo 1..2'
is "$status $last" '1 1 passed, 1 failed' "one that fails"
like "$out" 'not ok 2 - b' "the failure is shown"
like "$out" '! oops' "and what it said on stderr"
unlike "$out" '[|] ok 1 - a' "what passed is left out"
is "$(echo "$out" | tail -n 2 | head -n 1)" \
	'failed  tests/cli/a.t: not ok 2 - b' "what failed is told at the end"
given 'echo 1..2; echo ok 1 - a; echo "ok 2 - b # SKIP no phone"'
is "$status $last" '0 1 passed, 0 failed, 1 skipped' "one that is skipped"
like "$out" 'skipped:.*no phone' "the skip is shown"
given 'echo "1..0 # SKIP no network"'
is "$status $last" '1 0 passed, 0 failed, 1 skipped' \
	"nothing but skips is no success"
given 'echo ok 1 - a'
is "$status $last" '1 1 passed, 1 failed' "no plan"
given 'echo 1..3; echo ok 1 - a'
is "$status $last" '1 1 passed, 1 failed' "a plan cut short"
given 'echo 1..1; echo ok 1 - a; exit 3'
is "$status $last" '1 1 passed, 1 failed' "a bad exit status"
given 'echo 1..1; echo ok 1 - a; kill -SEGV $$'
is "$status $last" '1 1 passed, 1 failed' "a crash"
like "$out" '[|] ok 1 - a' "and how far it came"
given 'echo 1..1; exec sleep 60'
is "$status $last" '1 0 passed, 2 failed' "one that hangs"
like "$out" '^failed  tests/cli/a.t: not done after 2 s' "and it is told"
given 'echo $HOME >"$OFFHOOK_TOP/home"; sleep 60 & echo $! >"$OFFHOOK_TOP/pid"
	echo 1..1; echo ok 1'
is "$status $last" '0 1 passed, 0 failed' "one that leaves a process"
ok "what it left is gone" wait_for 5 tap_is_over "$(cat pid)"
unlike "$(cat home)" "^$HOME\$" "each test has a home of its own"
ok "which is gone, too" test ! -e "$(cat home)"
given 'trap "echo ok 1 - deaf; exit 0" INT; echo 1..1; kill -INT $$'
is "$status $last" '0 1 passed, 0 failed' "tests can be interrupted"

run scripts/check nonsense
is "$status" 64 "an unknown test is a usage error"
rm tests/cli/a.t
run scripts/check cli
is "$status" 1 "no tests is no success"

done_testing
