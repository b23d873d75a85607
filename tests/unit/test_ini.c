/**
 * @file test_ini.c  INI text, line by line
 */
#include "test.h"
#include "base/ini.h"

enum { SEEN_SIZE = 1024 };

struct seen {
	char text[SEEN_SIZE];
	size_t len;
};

static void add(struct seen *s, int line, const char *what, const char *a,
		const char *b)
{
	s->len += (size_t)snprintf(s->text + s->len, sizeof(s->text) - s->len,
				   "%d %s %s%s%s\n", line, what, a,
				   b ? "=" : "", b ? b : "");
	assert_true(s->len < sizeof(s->text));
}

static void on_section(int line, const char *name, void *arg)
{
	add(arg, line, "section", name ? name : "(none)", NULL);
}

static void on_pair(int line, const char *key, const char *value, void *arg)
{
	add(arg, line, "pair", key, value);
}

static void on_comment(int line, const char *text, void *arg)
{
	add(arg, line, "comment", text, NULL);
}

static void on_fault(int line, const char *why, void *arg)
{
	add(arg, line, "fault", why, NULL);
}

int test_ini_lines(void)
{
	static const char text[] =
		"\xef\xbb\xbf[one]  ; first\r\n"
		"a = b ; note\n"
		"\n"
		"# hash\n"
		"; semicolon\n"
		"  c : d e\n"
		"empty =\n"
		"[ two words ]\n"
		"no pair\n"
		"x = \001\n"
		"[open\n"
		"y = z\n"
		"[three] 4\n"
		"last = line";
	static const char expected[] =
		"1 section one\n"
		"2 pair a=b\n"
		"4 comment # hash\n"
		"5 comment ; semicolon\n"
		"6 pair c=d e\n"
		"7 pair empty=\n"
		"8 section two words\n"
		"9 fault neither [section] nor key = value\n"
		"10 fault a control character\n"
		"11 fault ']' is missing\n"
		"11 section (none)\n"
		"12 pair y=z\n"
		"13 fault something stands after ']'\n"
		"13 section three\n"
		"14 pair last=line\n";
	struct seen s = { .len = 0 };
	struct oh_ini_prm prm = {
		.sectionh = on_section, .pairh = on_pair,
		.commenth = on_comment, .faulth = on_fault, .arg = &s,
	};

	assert_int_equal(0, oh_ini_parse(text, &prm));
	assert_string_equal(s.text, expected);
	assert_int_equal(EINVAL, oh_ini_parse(NULL, &prm));

	return 0;
}

/* A line as long as may be, and one longer */
int test_ini_longest_line(void)
{
	char text[OH_INI_LINE_MAX + 2];
	struct seen s = { .len = 0 };
	struct oh_ini_prm prm = {
		.sectionh = on_section, .pairh = on_pair,
		.faulth = on_fault, .arg = &s,
	};

	memset(text, 'v', sizeof(text));
	memcpy(text, "k = ", 4);
	text[OH_INI_LINE_MAX] = '\0';
	assert_int_equal(0, oh_ini_parse(text, &prm));
	assert_int_equal(OH_INI_LINE_MAX - 4, strspn(strchr(s.text, '=') + 1,
						     "v"));

	text[OH_INI_LINE_MAX] = 'v';
	text[OH_INI_LINE_MAX + 1] = '\0';
	s.len = 0;
	assert_int_equal(0, oh_ini_parse(text, &prm));
	assert_string_equal(s.text, "1 fault longer than 1000 bytes\n");

	return 0;
}
