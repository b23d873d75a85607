#!/bin/sh
# make install puts each file in its place; uninstall takes exactly those.
. "$OFFHOOK_TOP/tests/lib.sh"
need make

dest=$PWD/dest
install_() {
	run make -s -C "$OFFHOOK_TOP" "$1" DESTDIR="$dest" PREFIX=/opt
}
files() { (cd "$dest" && find . -type f | sort); }

install_ install
is "$status" 0 "make install"
got=$(files)
for c in "$OFFHOOK_TOP"/cmd/*.c; do
	[ -e "$c" ] || continue
	c=$(basename "$c" .c)
	ok "$c is there and runs" "$dest/opt/bin/$c" --version
done
wanted=$(cd "$OFFHOOK_TOP" && {
	for f in cmd/*.c; do echo "./opt/bin/$(basename "$f" .c)"; done
	for f in man/*.[1-8]; do
		echo "./opt/share/man/man${f##*.}/${f#man/}"
	done
	d=./opt/share
	for f in completions/bash/*; do
		echo "$d/bash-completion/completions/${f##*/}"
	done
	for f in completions/zsh/*; do
		echo "$d/zsh/site-functions/${f##*/}"
	done
	for f in completions/fish/*; do
		echo "$d/fish/vendor_completions.d/${f##*/}"
	done
} | grep -v '/\*' | sort)
is "$got" "$wanted" "commands, manuals and completions, nothing else"
is "$(find "$dest" -type f -perm /111 | grep -cv /bin/)" 0 \
	"only commands can be run"

mkdir -p "$dest/opt/bin"
touch "$dest/opt/bin/theirs"
install_ uninstall
is "$status" 0 "make uninstall"
is "$(files)" ./opt/bin/theirs "what was there before stays, nothing else"

done_testing
