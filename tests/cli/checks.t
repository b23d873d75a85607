#!/bin/sh
# The checks can fail: each is shown a small tree with one fault.
. "$OFFHOOK_TOP/tests/lib.sh"

mkdir -p scripts lib/base lib/sip lib/media cmd man build/bin completions
cp "$OFFHOOK_TOP"/scripts/* scripts/
: >scripts/length-waivers
printf 'base:\nsip: base\nmedia: base\n' >lib/LAYERS

# fault CHECK FILE TEXT REGEX WHAT: TEXT in FILE is found, and told as REGEX
fault() {
	printf "$3" >"$2"
	run "scripts/$1"
	is "$status" 1 "$1 finds $5"
	like "$out" "$4" "$1 says where $5 is"
	rm "$2"
}

# --- layers
printf '#include "base/x.h"\n' >lib/sip/good.c
run scripts/check-layers
is "$status" 0 "check-layers passes a good tree"
fault check-layers lib/sip/a.c '#include "media/x.h"\n' \
	'lib/sip/a.c:1: sip may not include media' "a forbidden edge"
fault check-layers lib/base/a.c '\n# include <re.h>\n' \
	'lib/base/a.c:2: .*compat.h' "<re.h>"
fault check-layers lib/sip/a.c '#include "base/base_priv.h"\n' \
	'private to base' "another's private header"
printf '#include "base/p.h"\n' >lib/sip/user.c
fault check-layers lib/base/p.h '#include "base/compat.h"\n' \
	'lib/base/p.h:1: brings <re.h>' "a header that drags <re.h> along"
mkdir lib/odd
fault check-layers lib/odd/a.c '\n' 'not in lib/LAYERS' "an unknown folder"

# --- length
body() { yes '	f();' | head -n "$1"; }
{ echo 'int f(void)'; echo '{'; body 60; echo '}'; } >lib/sip/full.c
for i in $(seq 30); do
	printf 'int g%s(int a, int b,\n\tint c)\n{\n\treturn a;\n}\n\n' $i
done >>lib/sip/full.c
run scripts/check-length
is "$status" 0 "check-length passes functions of 60 lines"
fault check-length lib/sip/a.c "int f(void)\n{\n$(body 61)\n}\n" \
	'lib/sip/a.c:2: f\(\) has 61 lines' "a long function"
echo 'lib/sip/a.c f a flat table' >scripts/length-waivers
printf "int f(void)\n{\n$(body 61)\n}\n" >lib/sip/a.c
run scripts/check-length
is "$status" 0 "check-length lets a waiver pass"
fault check-length lib/sip/a.c "int f(void)\n{\n$(body 81)\n}\n" \
	'f\(\) has 81 lines, more than 80' "a function no waiver covers"
run scripts/check-length
like "$out" 'no longer needed: lib/sip/a.c f' "an idle waiver is told"
: >scripts/length-waivers
fault check-length lib/sip/a.c "$(body 601)\n" '601 lines' "a long file"
fault check-length lib/sip/a.c 'int f(int a, int b, int c, int d,
	int e, void (*h)(int x, int y), int g)\n{\n}\n' \
	'f\(\) takes 7 parameters' "too many parameters"
fault check-length lib/sip/a.c 'int f(void)\n{\n\t\t\t\tif (x)\n}\n' \
	'a.c:3: f\(\) nests deeper' "deep nesting"
fault check-length lib/sip/a.c "$(printf "\t\t\t\t\t\t\t\t")/* 80 columns. */\n" \
	'a.c:1: more than 79 columns' "a wide line"

# --- symbols
if command -v cc >/dev/null; then
	lib() {
		cc -c -o x.o x.c && rm -f x.a && ar rcs x.a x.o
		run scripts/check-symbols x.a
	}
	echo 'int oh_x(void); int oh_x(void) { return 0; }
	static const char *const v[] = { "a" }; const void *oh_v = v;' |
		sed 's/const void \*oh_v/const void *const oh_v/' >x.c
	lib
	is "$status" 0 "check-symbols passes a good library"
	echo 'int helper(void) { return 0; }' >x.c
	lib
	like "$status $out" '^1 x.o: exports helper' "a foreign name is found"
	echo 'int oh_x(void); int oh_x(void) { static int n; return ++n; }' >x.c
	lib
	like "$status $out" '^1 x.o: mutable state n' "static state is found"
else
	skip "no compiler" "check-symbols"
fi

# --- completions and manual pages
touch cmd/ring.c
cat >build/bin/ring <<'END'
#!/bin/sh
case $1 in
--help) printf 'usage: ring [options] FILE...\n\nRings.\n' ;;
--print-options) printf 'loud\tl\t-\tring loud\nfor\t-\tTIME\tso long\n' ;;
esac
END
chmod +x build/bin/ring
scripts/gen-completions completions
run scripts/check-completions
is "$status" 0 "check-completions passes what was generated"
like "$(cat completions/bash/ring)" -- '--loud -l --for' "bash knows options"
like "$(cat completions/zsh/_ring)" 'ring loud' "zsh knows their help"
like "$(cat completions/fish/ring.fish)" '-l loud -s l' "fish knows both names"
echo '# by hand' >>completions/bash/ring
run scripts/check-completions
like "$status $out" 'out of date' "an edited completion is found"

page() {
	cat >man/ring.1 <<-END
	.Dd January 2, 2026
	.Dt RING 1
	.Os
	.Sh NAME
	.Nm ring
	.Nd ring a bell
	.Sh SYNOPSIS
	.Nm
	.Op ${2:-Ar options}
	.Ar FILE Ns ...
	.Sh DESCRIPTION
	It rings:
	.Bl -tag -width Ds
	.It Fl l , Fl -loud
	Loud.
	$1
	.El
	END
}
if command -v mandoc >/dev/null; then
	page '.It Fl -for Ns = Ns Ar time
So long.'
	run scripts/check-man
	is "$status" 0 "check-man passes a good page"
	page '.It Fl -soft
Soft.'
	run scripts/check-man
	like "$out" 'does not tell of --for' "an option without a word is found"
	like "$out" 'tells of --soft' "an option that is gone is found"
	page '.It Fl -for Ar time' 'Fl l'
	run scripts/check-man
	like "$status $out" 'the synopsis is not' "another synopsis is found"
	page '.Foo'
	run scripts/check-man
	like "$status $out" 'ring.1:.*Foo' "a fault of mdoc is found"
	rm man/ring.1
	run scripts/check-man
	like "$status $out" 'man/ring.1: missing' "a missing page is found"
else
	skip "mandoc is not installed" "check-man"
fi

done_testing
