/**
 * @file test_key.c  The keys, and the manual page that describes them
 */
#include "test.h"
#include "base/compat.h"
#include "conf/conf.h"
#include "conf/conf_priv.h"

enum { PAGE_SIZE_MAX = 64 * 1024 };


static void read_page(char *page)
{
	FILE *f = fopen("man/offhook.conf.5", "r");

	assert_non_null(f);
	page[fread(page, 1, PAGE_SIZE_MAX - 1, f)] = '\0';
	fclose(f);
}


int test_key_manual(void)
{
	static char page[PAGE_SIZE_MAX];

	read_page(page);
	for (size_t i = 0; i < OH_CONF_SECTIONS; i++) {
		const struct oh_conf_key *k = oh_conf_sectionv[i].keyv;

		for (; k->name; k++) {
			char item[64];
			bool want = k->type != OH_CONF_SECRET;

			snprintf(item, sizeof(item), "\n.It Ic %s\n",
				 k->name);
			if (want != !!strstr(page, item))
				fail_msg("offhook.conf(5): %s", k->name);
		}
	}

	return 0;
}


/* "\\e" is how the page writes a backslash. */
static void unescape(char *p)
{
	char *to = p;

	for (; *p; p++) {
		*to++ = *p;
		p += 0 == strncmp(p, "\\e", 2);
	}
	*to = '\0';
}


/* Every example of the page is a configuration without fault. */
int test_key_examples(void)
{
	static char page[PAGE_SIZE_MAX];
	struct oh_conf *c = NULL;
	unsigned n = 0;
	int err = 0;
	char *p, *end;

	read_page(page);
	end = strstr(page, "\n.Sh DIAGNOSTICS");
	assert_non_null(end);
	*end = '\0';
	p = strstr(page, "\n.Sh EXAMPLES");
	assert_non_null(p);

	while ((p = strstr(p, "\n.Bd "))) {
		p = strchr(p + 1, '\n') + 1;
		end = strstr(p, "\n.Ed");
		assert_non_null(end);
		*end = '\0';
		unescape(p);
		err = oh_conf_parse(&c, "manual", p);
		TEST_OK(err);
		if (c->faultc || !(c->trunkc + c->carrierc))
			fail_msg("example %u:%d: %s", n, c->faultv[0].line,
				 c->faultv[0].text);
		c = mem_deref(c);
		p = end + 1;
		++n;
	}
	assert_int_equal(n, 6);

 out:
	mem_deref(c);
	return err;
}


int test_key_near(void)
{
	static const struct {
		const char *name, *want;
	} v[] = {
	{"servr", "server"}, {"sevrer", "server"}, {"Server", "server"},
	{"codec", "codecs"}, {"pasword_file", "password_file"},
	{"autuser", "auth_user"}, {"colour", NULL}, {"", NULL},
	{"a_name_that_is_longer_than_any_key_can_be", NULL},
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		const char *near = oh_conf_key_near(
			&oh_conf_sectionv[OH_CONF_TRUNK], v[i].name);

		if (v[i].want)
			assert_string_equal(near ? near : "-", v[i].want);
		else
			assert_null(near);
	}
	assert_string_equal(oh_conf_section_near("gaurd")->name, "guard");
	assert_null(oh_conf_section_near("campaign"));

	return 0;
}
