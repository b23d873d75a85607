/**
 * @file test_conf.c  The configuration and its faults
 */
#include "test.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/compat.h"
#include "conf/conf.h"


static const struct oh_conf_fault *find_fault(const struct oh_conf *c,
					      int line, const char *text)
{
	for (uint32_t i = 0; i < c->faultc; i++) {
		if (c->faultv[i].line == line &&
		    strstr(c->faultv[i].text, text))
			return &c->faultv[i];
	}

	return NULL;
}


/* Exactly one fault, on this line, with this in its text */
static int check_fault(const char *text, int line, const char *want)
{
	struct oh_conf *c = NULL;
	int err;

	err = oh_conf_parse(&c, "t.conf", text);
	TEST_OK(err);
	if (c->faultc != 1 || !find_fault(c, line, want))
		fail_msg("'%s': %u faults, first '%d: %s', not '%d: %s'",
			 text, c->faultc, c->faultv[0].line,
			 c->faultv[0].text, line, want);
	assert_string_equal(c->faultv[0].file, "t.conf");

 out:
	mem_deref(c);
	return err;
}


static const char whole[] =
	"\xef\xbb\xbf; a comment\r\n"
	"# another\r\n"
	"[dial]\r\n"
	"country = us\r\n"
	"  trunk=carrier-a ; the default\r\n"
	"\tring: 1m\r\n"
	"timeout_first = 2.5s\r\n"
	"timeout_between = 2\r\n"
	"silence = 500s\r\n"
	"recordings = /var/spool/a;b\r\n"
	"\r\n"
	"[guard]\r\n"
	"allow_premium = +1900, +44871\r\n"
	"allow_satellite = all\r\n"
	"max_duration = 1h\r\n"
	"countries = us, GB\r\n"
	"day_calls = 0\r\n"
	"day_cost = 25.00 USD\r\n"
	"exempt = +14255550100 +442079460000\r\n"
	"[speech] ; with a comment\r\n"
	"tts_command = say -v {voice} \"{text}\" -o {file}\r\n"
	"voice = en-gb\r\n"
	"[ trunk  carrier-a ]\r\n"
	"server = sip.example.com\r\n"
	"port = 5080\r\n"
	"transport = TCP\r\n"
	"user = +14255550100\r\n"
	"auth_user = a@b\r\n"
	"password_env = SIP_PASSWORD\r\n"
	"domain = example.com\r\n"
	"proxy = [2001:db8::1]:5070\r\n"
	"caller_id = +1 425 555 0100\r\n"
	"display = Alice Example\r\n"
	"codecs = OPUS g722,pcmu\r\n"
	"number_format = national\r\n"
	"public_address = 192.0.2.1:5060\r\n"
	"bind = 2001:db8::2\r\n"
	"register = always\r\n"
	"expires = 120\r\n"
	"refresher = us\r\n"
	"trusted = yes\r\nrefer = on\r\n"
	"session_expires = 10m\r\n"
	"dtmf = RFC4733\r\n"
	"srtp = Require\r\n"
	"srtp_keys = dtls\r\n"
	"allow_from = 192.0.2.2/31 2001:db8::3\r\n"
	"[trunk b]\r\n"
	"server = 192.0.2.9\r\n"
	"session_expires = off";


static void check_whole(const struct oh_conf *c)
{
	assert_string_equal(c->country, "US");
	assert_string_equal(c->trunk, "carrier-a");
	assert_int_equal(c->ring_ms, 60000);
	assert_int_equal(c->first_ms, 2500);
	assert_int_equal(c->between_ms, 2000);
	assert_int_equal(c->silence_ms, 500000);
	assert_string_equal(c->recordings, "/var/spool/a;b");
	assert_string_equal(c->guard.allow_premium, "+1900, +44871");
	assert_string_equal(c->guard.allow_satellite, "all");
	assert_int_equal(c->guard.max_duration_s, 3600);
	assert_string_equal(c->guard.countries, "us, GB");
	assert_int_equal(c->guard.day_calls, 0);
	assert_int_equal(c->guard.day_cost.micro, 25000000);
	assert_string_equal(c->guard.exempt, "+14255550100 +442079460000");
	assert_true(c->guard.strict);
	assert_string_equal(c->tts_command,
			    "say -v {voice} \"{text}\" -o {file}");
	assert_string_equal(c->voice, "en-gb");
	assert_int_equal(c->trunkc, 2);
}


static void check_trunk(const struct oh_conf_trunk *t)
{
	assert_string_equal(t->server, "sip.example.com");
	assert_int_equal(t->port, 5080);
	assert_int_equal(t->transport, OH_CONF_TCP);
	assert_string_equal(t->user, "+14255550100");
	assert_string_equal(t->auth_user, "a@b");
	assert_string_equal(t->password.env, "SIP_PASSWORD");
	assert_string_equal(t->domain, "example.com");
	assert_string_equal(t->proxy, "[2001:db8::1]:5070");
	assert_string_equal(t->caller_id, "+14255550100");
	assert_string_equal(t->display, "Alice Example");
	assert_int_equal(t->codecc, 3);
	assert_string_equal(t->codecs[0], "opus");
	assert_string_equal(t->codecs[1], "G722");
	assert_string_equal(t->codecs[2], "PCMU");
	assert_int_equal(t->number_format, OH_NUMBER_NATIONAL);
	assert_string_equal(t->public_address, "192.0.2.1:5060");
	assert_string_equal(t->bind, "2001:db8::2");
	assert_int_equal(t->reg, OH_CONF_REGISTER_ALWAYS);
	assert_int_equal(t->expires_s, 120);
	assert_int_equal(t->refresher, OH_CONF_REFRESHER_US);
	assert_int_equal(t->session_s, 600);
	assert_true(t->trusted && t->refer);
	assert_string_equal(t->dtmf, "rfc4733");
	assert_int_equal(t->srtp, OH_CONF_SRTP_REQUIRE);
	assert_int_equal(t->srtp_keys, OH_CONF_DTLS);
	assert_string_equal(t->allow_from, "192.0.2.2/31 2001:db8::3");
	assert_string_equal(t->at.file, "w.conf");
	assert_int_equal(t->at.line, 23);
}


int test_conf_whole(void)
{
	const struct oh_conf_trunk *t;
	struct oh_conf *c = NULL;
	int err;

	err = oh_conf_parse(&c, "w.conf", whole);
	TEST_OK(err);
	if (c->faultc)
		fail_msg("%d: %s", c->faultv[0].line, c->faultv[0].text);
	assert_true(c->present);
	check_whole(c);
	check_trunk(&c->trunkv[0]);

	t = oh_conf_trunk_find(c, "b");
	assert_non_null(t);
	assert_string_equal(t->server, "192.0.2.9");
	assert_int_equal(t->port, 0);
	assert_int_equal(t->transport, OH_CONF_UDP);
	assert_int_equal(t->number_format, OH_NUMBER_PLUS_E164);
	assert_int_equal(t->reg, OH_CONF_REGISTER_AUTO);
	assert_int_equal(t->expires_s, 600);
	assert_int_equal(t->session_s, OH_CONF_OFF);
	assert_false(t->trusted || t->refer);
	assert_int_equal(t->refresher, OH_CONF_REFRESHER_AUTO);
	assert_int_equal(t->codecc, 0);
	assert_string_equal(t->dtmf, "auto");
	assert_int_equal(t->srtp, OH_CONF_SRTP_OFF);
	assert_int_equal(t->srtp_keys, OH_CONF_SDES);
	assert_string_equal(t->domain, "");
	assert_null(oh_conf_trunk_find(c, "c"));

 out:
	mem_deref(c);
	return err;
}


int test_conf_defaults(void)
{
	struct oh_conf *c = NULL;
	int err;

	err = oh_conf_parse(&c, "t.conf", "");
	TEST_OK(err);
	assert_int_equal(c->faultc, 0);
	assert_int_equal(c->trunkc, 0);
	assert_int_equal(c->ring_ms, 25000);
	assert_int_equal(c->first_ms, 5000);
	assert_int_equal(c->between_ms, 3000);
	assert_int_equal(c->silence_ms, 30000);
	assert_int_equal(c->guard.max_duration_s, 1800);
	assert_string_equal(c->country, "");
	assert_string_equal(c->guard.allow_premium, "");

 out:
	mem_deref(c);
	return err;
}


#define T "[trunk a]\nserver=h\n"
#define R "[route r]\npattern = ^\\+1\n"

static const struct {
	const char *text;
	int line;
	const char *want;
} faultv[] = {
	{"x = 1", 1, "before the first [section]"},
	{"\n[dial]\nring", 3, "neither [section] nor key = value"},
	{"[dial]\nring\n\n[guard]\n", 2, "neither"},
	{"[dial]\n= 5", 2, "no key ''"},
	{"[dial", 1, "']' is missing"},
	{"[dial] x", 1, "after ']'"},
	{"[dail]\nfoo = 1\nbar\xc2\x9b = 2", 1, "did you mean [dial]?"},
	{"[trnk a]", 1, "did you mean [trunk NAME]?"},
	{"[trunk]", 1, "did you mean [trunk NAME]?"},
	{"[carier]", 1, "did you mean [carrier NAME]?"},
	{"[trunk a b]", 1, "the name of a trunk holds"},
	{"[campaign]", 1, "there are [answer], [cdr], [colors], [detect], "
		"[dial], [guard], [keys], [phone], [speech], [trace], "
		"[trunk NAME], [carrier NAME], [route NAME] and [inbound"},
	{"[dial]\nrnig = 5", 2, "[dial]: no key 'rnig': did you mean ring?"},
	{"[dial]\ntts_command = x", 2, "it belongs into [speech]"},
	{"[dial]\nserver = x", 2, "it belongs into [trunk NAME]"},
	{"[dial]\ncolour = x", 2, "no key 'colour' (see offhook.conf(5))"},
	{"[dial]\nx\x1b[31m = x", 2, "a control character"},
	{"[dial]\nring = 5\nring = 6", 3, "[dial]: ring: set in line 2"},
	{"[dial]\nring = 5\n[dial]\nring = 6", 4, "set in line 2"},
	{"[dial]\nring =", 2, "ring: '' is not allowed"},
	{"[dial]\nring = ; 5", 2, "ring: '' is not allowed"},
	{"[dial]\nring = soon", 2, "ring: 'soon' is not allowed: write a "
		"time from 1s to 600s"},
	{"[dial]\nring = 0.5s", 2, "out of limits: write a time"},
	{"[dial]\nring = 20m", 2, "out of limits"},
	{"[dial]\ncountry = UK", 2, "ISO 3166"},
	{"[dial]\ntrunk = a", 2, "there is no [trunk a]"},
	{"[dial]\nrecordings = ~/calls", 2, "~ is the shell's"},
	{"[guard]\nmax_duration = 1.5", 2, "in whole seconds"},
	{"[guard]\nmax_duration = 25h", 2, "out of limits"},
	{"[guard]\nallow_premium = 1900", 2, "prefixes such as +1900"},
	{"[guard]\nallow_premium = +1900 all", 2, "prefixes such as"},
	{"[speech]\ntts_command = say \"x", 2, "quotes must be closed"},
	{"[trunk a]\n", 1, "[trunk a]: no server"},
	{T "[trunk a]\nserver=h", 3, "trunk a stands in line 1 already"},
	{T "port = 0", 3, "a number from 1 to 65535"},
	{T "port = 65536", 3, "out of limits"},
	{T "port = 5060x", 3, "'5060x' is not allowed"},
	{"[trunk a]\nserver = sip:h", 2, "no sip:"},
	{"[trunk a]\nserver = h:5060", 2, "with no port"},
	{T "proxy = h:x", 3, "HOST:PORT"},
	{T "proxy = [::1", 3, "HOST:PORT"},
	{T "transport = sctp", 3, "one of udp tcp tls"},
	{T "tls_ca = a.pem", 1, "need transport = tls"},
	{T "transport = tls\ntls_key = k.pem", 1, "tls_key needs tls_cert"},
	{T "stun = a.test\npublic_address = 192.0.2.1", 1,
	 "set one of them"},
	{T "keepalive = 1", 3, "a time from 5s to 3600s"},
	{T "options = never", 3, "; or off"},
	{T "fqdn = sip:a.test", 3, "HOST:PORT"},
	{T "register = yes", 3, "one of auto never always"},
	{T "register = always", 3, "always needs user"},
	{T "number_format = plus", 3, "one of +e164 e164 00e164 national"},
	{T "number_format = national", 3, "needs country"},
	{T "codecs = PCMU speex", 3, "a list of PCMU, PCMA, G722, opus"},
	{T "codecs = PCMU pcmu", 3, "each of them once"},
	{T "codecs = ,", 3, "a list of"},
	{T "caller_id = 4255550100", 3, "with its country code"},
	{T "caller_id = 911", 3, "with its country code"},
	{T "display = \"Al\"", 3, "a text without \""},
	{T "user = a@b", 3, "without @"},
	{T "user = a b", 3, "without @"},
	{T "dtmf = sometimes", 3, "one of auto rfc4733 info inband"},
	{T "srtp_keys = zrtp", 3, "one of sdes dtls"},
	{T "srtp = yes", 3, "one of off prefer require"},
	{T "expires = 10", 3, "a time from 60s"},
	{T "session_expires = 89", 3, "a time from 90s"},
	{T "session_expires = no", 3, "; or off"},
	{T "refresher = me", 3, "one of auto us them"},
	{T "bind = localhost", 3, "an address"},
	{T "public_address = 1.2.3.4:0", 3, "ADDRESS:PORT"},
	{T "allow_from = 192.0.2.1 host", 3, "a list of addresses"},
	{T "allow_from = 192.0.2.0/33", 3, "addresses and networks"},
	{T "allow_from = 2001:db8::/129", 3, "addresses and networks"},
	{T "allow_from = 192.0.2.0/", 3, "addresses and networks"},
	{T "password_file = x\npassword_env = Y", 1, "more than one of"},
	{T "voice = x", 3, "belongs into [speech]"},
	{T "endpoint = x", 3, "belongs into [carrier NAME]"},
	{"[dial]\nrates = ~/rates.csv", 2, "~ is the shell's"},
	{T "strip = 21", 3, "how many characters, 1 to 20"},
	{T "strip = 44x", 3, "how many characters"},
	{T "strip = +44x", 3, "how many characters"},
	{T "prefix = 9-", 3, "digits, +, * and #"},
	{T "follow_redirect = maybe", 3, "one of no yes"},
	{T "failover = 503 486", 3, "statuses from 400 to 699"},
	{T "failover = 503 none", 3, "statuses from"},
	{T "failover = 302", 3, "statuses from"},
	{T "reply_timeout = 33", 3, "a time from 1s to 32s"},
	{T "caller_id_format = national", 3, "needs country"},
	{T "[route r]\ntrunks = a", 3, "[route r]: no pattern"},
	{T "[route r]\npattern = 1", 3, "[route r]: no trunks"},
	{T R "trunks = a b", 5, "there is no [trunk b]"},
	{T R "trunks = a a", 5, "trunks such as a b"},
	{T R "trunks = a:", 5, "trunks such as a b"},
	{T R "trunks = a:0", 5, "trunks such as a b"},
	{T R "trunks = a:1001", 5, "trunks such as a b"},
	{T R "trunks = a:2", 5, "a:2 needs order = weight"},
	{T R "trunks = a\ncaller_id = 911", 6, "or keep"},
	{T "[route r]\ntrunks = a\npattern = ^\\+1(2|3", 5, "at offset 8"},
	{T "[route r]\ntrunks = a\npattern = ^+1", 5, "at offset 1"},
	{T "[route r]\ntrunks = a\npattern = ^(?<=1)2", 5,
		"at offset 1, '(?<=1)2': look-behind is not supported"},
};


int test_conf_faults(void)
{
	int err = 0;

	for (size_t i = 0; !err && i < sizeof(faultv) / sizeof(faultv[0]);
	     i++)
		err = check_fault(faultv[i].text, faultv[i].line,
				  faultv[i].want);

	return err;
}


int test_conf_secret(void)
{
	struct oh_conf *c = NULL;
	int err;

	err = oh_conf_parse(&c, "t.conf", T "password = hunter2\n");
	TEST_OK(err);
	assert_int_equal(c->faultc, 1);
	assert_non_null(find_fault(c, 3, "use password_file, "
				   "password_command or password_env"));
	assert_null(strstr(c->faultv[0].text, "hunter2"));

 out:
	mem_deref(c);
	return err;
}


static int check_long(size_t len, const char *want)
{
	char text[2048];
	int n = snprintf(text, sizeof(text), "[speech]\ntts_command = ");

	memset(text + n, 'x', len);
	text[(size_t)n + len] = '\0';

	return check_fault(text, 2, want);
}


int test_conf_limits(void)
{
	struct oh_conf *c = NULL;
	char name[OH_CONF_VALUE + 1], *text = NULL;
	size_t n = 0, size = 8192;
	int err;

	err = check_long(600, "out of limits: write a command; quotes must "
			 "be closed, of 511 bytes at most");
	if (!err)
		err = check_long(1500, "longer than 1000 bytes");
	TEST_OK(err);

	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(oh_conf_parse(&c, name, ""), ERANGE);
	assert_null(c);
	assert_int_equal(oh_conf_parse(NULL, "x", ""), EINVAL);

	/* One trunk and more faults than are kept */
	text = mem_zalloc(size, NULL);
	if (!text)
		return ENOMEM;
	for (int i = 0; i <= OH_CONF_TRUNKS_MAX; i++)
		n += (size_t)snprintf(text + n, size - n,
				      "[trunk t%d]\nserver=h\nx=%d\n", i, i);
	err = oh_conf_parse(&c, "t.conf", text);
	TEST_OK(err);
	assert_int_equal(c->trunkc, OH_CONF_TRUNKS_MAX);
	assert_int_equal(c->faultc, OH_CONF_FAULTS_MAX);

 out:
	mem_deref(text);
	mem_deref(c);
	return err;
}


int test_conf_trunk_add(void)
{
	struct oh_conf *c = NULL;
	struct oh_conf_trunk t;
	int err;

	err = oh_conf_parse(&c, "t.conf", "");
	TEST_OK(err);
	oh_conf_trunk_init(&t);
	assert_int_equal(oh_conf_trunk_add(c, &t), EINVAL);
	snprintf(t.name, sizeof(t.name), "a");
	assert_int_equal(oh_conf_trunk_add(c, &t), EINVAL);
	snprintf(t.server, sizeof(t.server), "h");
	assert_int_equal(oh_conf_trunk_add(c, &t), 0);
	assert_int_equal(oh_conf_trunk_add(c, &t), EALREADY);
	assert_string_equal(oh_conf_trunk_find(c, "a")->server, "h");

	while (c->trunkc < OH_CONF_TRUNKS_MAX) {
		snprintf(t.name, sizeof(t.name), "t%u", c->trunkc);
		assert_int_equal(oh_conf_trunk_add(c, &t), 0);
	}
	snprintf(t.name, sizeof(t.name), "more");
	assert_int_equal(oh_conf_trunk_add(c, &t), ERANGE);

 out:
	mem_deref(c);
	return err;
}


/* A folder of its own, and a file in it */
static void make_file(char *dir, size_t size, const char *name,
		      const char *text, mode_t mode)
{
	char path[512];
	int fd;

	if (!*dir) {
		snprintf(dir, size, "/tmp/offhook-unit-XXXXXX");
		assert_non_null(mkdtemp(dir));
	}
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}


static void remove_files(const char *dir, const char *a, const char *b)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", dir, a);
	(void)unlink(path);
	snprintf(path, sizeof(path), "%s/%s", dir, b);
	(void)unlink(path);
	(void)rmdir(dir);
}


static int check_load(struct oh_conf **cp, const char *path, const char *want)
{
	int err;

	*cp = mem_deref(*cp);
	err = oh_conf_load(cp, path);
	TEST_OK(err);
	if (!want) {
		assert_int_equal((*cp)->faultc, 0);
		return 0;
	}
	assert_int_equal((*cp)->faultc, 1);
	assert_int_equal((*cp)->faultv[0].line, 0);
	assert_string_equal((*cp)->faultv[0].file, path);
	assert_non_null(strstr((*cp)->faultv[0].text, want));

 out:
	return err;
}


int test_conf_load(void)
{
	char dir[64] = "", path[128];
	struct oh_conf *c = NULL;
	int err;

	make_file(dir, sizeof(dir), "a.conf", "[dial]\nring = 9\n", 0644);
	snprintf(path, sizeof(path), "%s/a.conf", dir);

	err = check_load(&c, path, NULL);
	TEST_OK(err);
	assert_int_equal(c->ring_ms, 9000);
	assert_true(c->present);
	assert_string_equal(c->file, path);

	err = check_load(&c, "/nonexistent/a.conf", "cannot be read");
	TEST_OK(err);
	err = check_load(&c, dir, "a folder");
	TEST_OK(err);
	make_file(dir, sizeof(dir), "a.conf", "", 0646);
	err = check_load(&c, path, "others can change it");
	TEST_OK(err);

 out:
	mem_deref(c);
	remove_files(dir, "a.conf", "");
	return err;
}


int test_conf_search(void)
{
	char dir[64] = "/tmp/offhook-unit-XXXXXX", sub[128];
	char *old = getenv("XDG_CONFIG_HOME");
	struct oh_conf *c = NULL;
	int err;

	if (old)
		old = strdup(old);
	assert_non_null(mkdtemp(dir));
	setenv("XDG_CONFIG_HOME", dir, 1);
	snprintf(sub, sizeof(sub), "%s/offhook", dir);
	assert_int_equal(mkdir(sub, 0700), 0);
	make_file(sub, sizeof(sub), "offhook.conf", "[dial]\nring=7", 0600);

	err = oh_conf_load(&c, NULL);
	TEST_OK(err);
	assert_true(c->present);
	assert_int_equal(c->ring_ms, 7000);
	remove_files(sub, "offhook.conf", "");
	c = mem_deref(c);

	/* Unless this machine has one for all */
	err = oh_conf_load(&c, NULL);
	TEST_OK(err);
	assert_int_equal(c->present,
			 0 == access("/etc/offhook/offhook.conf", F_OK));

 out:
	mem_deref(c);
	remove_files(sub, "offhook.conf", "");
	(void)rmdir(dir);
	if (old)
		setenv("XDG_CONFIG_HOME", old, 1);
	else
		unsetenv("XDG_CONFIG_HOME");
	free(old);
	return err;
}


/* As many as may be, and one more */
int test_conf_routes(void)
{
	enum { ROUTES = OH_CONF_ROUTES_MAX + 1, ROOM = ROUTES * 64 };
	struct oh_conf_share share;
	struct oh_conf *c = NULL;
	const char *next;
	char *text;
	size_t n;
	int err;

	text = malloc(ROOM);
	assert_non_null(text);
	n = (size_t)snprintf(text, ROOM, T);
	for (unsigned i = 0; i < ROUTES; i++)
		n += (size_t)snprintf(text + n, ROOM - n, "[route r%u]\n"
				      "pattern = ^\\+%u\ntrunks = a\n", i, i);
	err = oh_conf_parse(&c, "t.conf", text);
	TEST_OK(err);
	assert_int_equal(c->routec, OH_CONF_ROUTES_MAX);
	assert_int_equal(c->faultc, 1);
	assert_non_null(strstr(c->faultv[0].text, "more than 1024 routes"));
	assert_string_equal(c->routev[1000].pattern, "^\\+1000");
	assert_string_equal(c->routev[1000].name, "r1000");
	assert_int_equal(c->routev[1000].at.line, 3003);
	next = c->routev[1000].trunks;
	assert_true(oh_conf_share_next(&share, &next));
	assert_string_equal(share.name, "a");
	assert_int_equal(share.weight, 1);
	assert_false(oh_conf_share_next(&share, &next));

 out:
	free(text);
	mem_deref(c);
	return err;
}
