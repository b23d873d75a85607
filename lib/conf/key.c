/**
 * @file key.c  Every section and every key
 */
#include <string.h>
#include <strings.h>
#include "conf/conf.h"
#include "conf/conf_priv.h"


enum {
	NEAR_MAX  = 2,      /* Typing errors that are still a likeness */
	NEAR_SIZE = 32,     /* No key is longer                        */
	MINUTE    = 60,     /* [s]                                     */
	HOUR      = 3600,
	MANY      = 1000000,
	STREAK    = 1000,   /* Calls that are looked back on           */
	DAYS_MAX  = 36500,
};

#define SIZE(type, field) sizeof(((type *)0)->field)
#define AT(type, field)   offsetof(type, field), SIZE(type, field)
#define CONF(field)       AT(struct oh_conf, field)
#define DETECT(field)     CONF(detect.field)
#define PHONE(field)      CONF(phone.field)
#define TRUNK(field)      AT(struct oh_conf_trunk, field)
#define CARRIER(field)    AT(struct oh_conf_carrier, field)
#define ROUTE(field)      AT(struct oh_conf_route, field)
#define INBOUND(field)    AT(struct oh_conf_inbound, field)

/* The keys of a secret: where it is kept, and what must not be */
#define SECRET(name, of, field) \
{name,            OH_CONF_SECRET,  0, 0,              0, 0, NULL}, \
{name "_command", OH_CONF_COMMAND, of(field.command), 0, 0, NULL}, \
{name "_env",     OH_CONF_TOKEN,   of(field.env),     0, 0, NULL}, \
{name "_file",    OH_CONF_PATH,    of(field.file),    0, 0, NULL}


static const char *const transportv[] = { "udp", "tcp", "tls", NULL };
static const char *const refresherv[] = { "auto", "us", "them", NULL };
static const char *const srtpv[]      = { "off", "prefer", "require", NULL };
static const char *const srtpkeyv[]   = { "sdes", "dtls", NULL };
static const char *const registerv[]  = { "auto", "never", "always", NULL };
static const char *const formatv[]    = { "+e164", "e164", "00e164",
					  "national", NULL };
static const char *const callerv[]    = { "same", "+e164", "e164", "00e164",
					  "national", NULL };
static const char *const orderv[]     = { "listed", "weight", NULL };
static const char *const emergencyv[] = { "refuse", "allow", NULL };
static const char *const framev[]     = { "auto", "utf8", "ascii", NULL };
static const char *const boolv[]      = { "no", "yes", NULL };
static const char *const switchv[]    = { "off", "on", NULL };
static const char *const typev[]      = { "acs", "sim", "static", NULL };
static const char *const connectionv[] = { "connection", NULL };
static const char *const dtmfv[]      = { "auto", "rfc4733", "info",
					  "inband", NULL };
static const char *const rejectv[]    = { "no", "busy", "declined",
					  "forbidden", "not-found",
					  "unavailable", "unwanted", NULL };


static const struct oh_conf_key answerv[] = {
{"fqdn",            OH_CONF_HOST_PORT,  CONF(answer.fqdn),       0, 0, NULL},
{"listen",          OH_CONF_LISTENS,    CONF(answer.listen),     0, 0, NULL},
{"listen_tls",      OH_CONF_LISTENS,    CONF(answer.listen_tls), 0, 0, NULL},
{"max_calls",       OH_CONF_COUNT,      CONF(answer.max_calls), 0, MANY,
								       NULL},
{"tls_ca",          OH_CONF_PATH,       CONF(answer.tls_ca),     0, 0, NULL},
{"tls_cert",        OH_CONF_PATH,       CONF(answer.tls_cert),   0, 0, NULL},
{"tls_key",         OH_CONF_PATH,       CONF(answer.tls_key),    0, 0, NULL},
{NULL, OH_CONF_TEXT, 0, 0, 0, 0, NULL}
};

static const struct oh_conf_key cdrv[] = {
{"enabled",         OH_CONF_BOOL,       CONF(cdr.enabled), 0, 0,   boolv},
{"file",            OH_CONF_PATH,       CONF(cdr.file),    0, 0,   NULL},
{"keep",            OH_CONF_COUNT,      CONF(cdr.keep_days), 0, DAYS_MAX,
								   NULL},
{NULL, OH_CONF_TEXT, 0, 0, 0, 0, NULL}
};

/* Times without a least value: 0 is one, too */
static const struct oh_conf_key detectv[] = {
{"after_greeting_silence",  OH_CONF_MS,    DETECT(after_greeting_silence_ms),
						0, MINUTE, NULL},
{"beep_wait",               OH_CONF_MS,    DETECT(beep_wait_ms),
						0, MINUTE, NULL},
{"between_words_silence",   OH_CONF_MS,    DETECT(between_words_silence_ms),
						0, MINUTE, NULL},
{"greeting",                OH_CONF_MS,    DETECT(greeting_ms),
						0, MINUTE, NULL},
{"initial_silence",         OH_CONF_MS,    DETECT(initial_silence_ms),
						0, MINUTE, NULL},
{"maximum_number_of_words", OH_CONF_COUNT, DETECT(maximum_number_of_words),
						0, 100,    NULL},
{"maximum_word_length",     OH_CONF_MS,    DETECT(maximum_word_length_ms),
						0, MINUTE, NULL},
{"min_word_length",         OH_CONF_MS,    DETECT(min_word_length_ms),
						0, MINUTE, NULL},
{"silence_threshold",       OH_CONF_COUNT, DETECT(silence_threshold),
						0, 32767,  NULL},
{"total_analysis_time",     OH_CONF_MS,    DETECT(total_analysis_time_ms),
						1, MINUTE, NULL},
{NULL, OH_CONF_TEXT, 0, 0, 0, 0, NULL}
};

static const struct oh_conf_key dialv[] = {
{"country",         OH_CONF_COUNTRY,    CONF(country),    0, 0,    NULL},
{"rates",           OH_CONF_PATH,       CONF(rates),      0, 0,    NULL},
{"recordings",      OH_CONF_PATH,       CONF(recordings), 0, 0,    NULL},
{"ring",            OH_CONF_MS,         CONF(ring_ms),    1, 600,  NULL},
{"silence",         OH_CONF_MS,         CONF(silence_ms), 1, HOUR, NULL},
{"timeout_between", OH_CONF_MS,         CONF(between_ms), 1, 600,  NULL},
{"timeout_first",   OH_CONF_MS,         CONF(first_ms),   1, 600,  NULL},
{"trunk",           OH_CONF_ITEM_NAME,  CONF(trunk),      0, 0,    NULL},
{NULL, OH_CONF_TEXT, 0, 0, 0, 0, NULL}
};

static const struct oh_conf_key guardv[] = {
{"allow_premium",   OH_CONF_PREFIXES, CONF(guard.allow_premium),
						0, 0, NULL},
{"allow_satellite", OH_CONF_PREFIXES, CONF(guard.allow_satellite),
						0, 0, NULL},
{"calls_max",       OH_CONF_COUNT,    CONF(guard.calls_max),
						0, MANY, NULL},
{"calls_warn",      OH_CONF_COUNT,    CONF(guard.calls_warn),
						0, MANY, NULL},
{"countries",       OH_CONF_COUNTRIES, CONF(guard.countries),
						0, 0, NULL},
{"day_calls",       OH_CONF_COUNT,    CONF(guard.day_calls),
						0, MANY, NULL},
{"day_cost",        OH_CONF_MONEY,    CONF(guard.day_cost),
						0, 0, NULL},
{"day_minutes",     OH_CONF_COUNT,    CONF(guard.day_minutes),
						0, MANY, NULL},
{"emergency",       OH_CONF_WORD,     CONF(guard.emergency),
						0, 0, emergencyv},
{"emergency_notify", OH_CONF_COMMAND, CONF(guard.emergency_notify),
						0, 0, NULL},
{"exempt",          OH_CONF_NUMBERS,  CONF(guard.exempt),
						0, 0, NULL},
{"max_duration",    OH_CONF_SECONDS,  CONF(guard.max_duration_s),
						1, 24 * HOUR, NULL},
{"minute_max",      OH_CONF_COUNT,    CONF(guard.minute_max),
						0, MANY, NULL},
{"minute_warn",     OH_CONF_COUNT,    CONF(guard.minute_warn),
						0, MANY, NULL},
{"night",           OH_CONF_HOURS,    CONF(guard.night),
						0, 0, NULL},
{"night_calls_max", OH_CONF_COUNT,    CONF(guard.night_calls_max),
						0, MANY, NULL},
{"night_minute_max", OH_CONF_COUNT,   CONF(guard.night_minute_max),
						0, MANY, NULL},
{"prefix_max",      OH_CONF_COUNT,    CONF(guard.prefix_max),
						0, STREAK, NULL},
{"prefix_warn",     OH_CONF_COUNT,    CONF(guard.prefix_warn),
						0, STREAK, NULL},
{NULL, OH_CONF_TEXT, 0, 0, 0, 0, NULL}
};

static const struct oh_conf_key phonev[] = {
{"answer",         OH_CONF_BOOL,    PHONE(answer),         0, 0, boolv},
{"audio_device",   OH_CONF_DEVICE,  PHONE(audio_device),   0, 0, NULL},
{"audio_input",    OH_CONF_DEVICE,  PHONE(audio_input),    0, 0, NULL},
{"audio_output",   OH_CONF_DEVICE,  PHONE(audio_output),   0, 0, NULL},
{"auto_answer",    OH_CONF_NUMBERS, PHONE(auto_answer),    0, 0, NULL},
{"bell",           OH_CONF_BOOL,    PHONE(bell),           0, 0, boolv},
{"contacts",       OH_CONF_PATH,    PHONE(contacts),       0, 0, NULL},
{"do_not_disturb", OH_CONF_BOOL,    PHONE(do_not_disturb), 0, 0, boolv},
{"handset",        OH_CONF_HANDSET, PHONE(handset),        0, 0, NULL},
{"lines",          OH_CONF_WORD,    PHONE(lines),          0, 0, framev},
{"mouse",          OH_CONF_BOOL,    PHONE(mouse),          0, 0, boolv},
{"notify",         OH_CONF_BOOL,    PHONE(notify),         0, 0, boolv},
{"ring",           OH_CONF_MS,      PHONE(ring_ms),        1, 600, NULL},
{NULL, OH_CONF_TEXT, 0, 0, 0, 0, NULL}
};

static const struct oh_conf_key speechv[] = {
{"tts_command", OH_CONF_COMMAND, CONF(tts_command), 0, 0, NULL},
{"voice",       OH_CONF_TOKEN,   CONF(voice),       0, 0, NULL},
{NULL, OH_CONF_TEXT, 0, 0, 0, 0, NULL}
};

static const struct oh_conf_key tracev[] = {
{"hep",    OH_CONF_ADDRESS, CONF(trace.hep),    0, 0, NULL},
{"hep_id", OH_CONF_PORT,    CONF(trace.hep_id), 0, 0, NULL},
SECRET("hep_password", CONF, trace.hep_password),
{"keep",   OH_CONF_BOOL,    CONF(trace.keep),   0, 0, boolv},
{NULL, OH_CONF_TEXT, 0, 0, 0, 0, NULL}
};

static const struct oh_conf_key trunkv[] = {
{"allow_from",  OH_CONF_ADDRESSES, TRUNK(allow_from),     0, 0,    NULL},
{"auth_user",   OH_CONF_TOKEN,     TRUNK(auth_user),      0, 0,    NULL},
{"bind",        OH_CONF_ADDRESS,   TRUNK(bind),           0, 0,    NULL},
{"caller_id",   OH_CONF_E164,      TRUNK(caller_id),      0, 0,    NULL},
{"caller_id_format", OH_CONF_WORD, TRUNK(caller_id_format), 0, 0,  callerv},
{"calls",       OH_CONF_COUNT,     TRUNK(calls),          0, MANY, NULL},
{"codecs",      OH_CONF_CODECS,    0, sizeof(struct oh_conf_trunk),
							  0, 0,    NULL},
{"countries",   OH_CONF_COUNTRIES, TRUNK(countries),      0, 0,    NULL},
{"cps",         OH_CONF_COUNT,     TRUNK(cps),            0, 1000, NULL},
{"day_calls",   OH_CONF_COUNT,     TRUNK(day_calls),      0, MANY, NULL},
{"day_cost",    OH_CONF_MONEY,     TRUNK(day_cost),       0, 0,    NULL},
{"day_minutes", OH_CONF_COUNT,     TRUNK(day_minutes),    0, MANY, NULL},
{"display",     OH_CONF_DISPLAY,   TRUNK(display),        0, 0,    NULL},
{"domain",      OH_CONF_HOST,      TRUNK(domain),         0, 0,    NULL},
{"dtmf",        OH_CONF_DTMF,      TRUNK(dtmf),           0, 0,    dtmfv},
{"emergency",   OH_CONF_BOOL,      TRUNK(emergency),      0, 0,    boolv},
{"emergency_address", OH_CONF_TEXT, TRUNK(emergency_address), 0, 0, NULL},
{"expires",     OH_CONF_SECONDS,   TRUNK(expires_s),      60, 24 * HOUR,
								   NULL},
{"failover",    OH_CONF_FAILOVER,  TRUNK(failover),       0, 0,    NULL},
{"follow_redirect", OH_CONF_BOOL,  TRUNK(follow_redirect), 0, 0,   boolv},
{"fqdn",        OH_CONF_HOST_PORT, TRUNK(fqdn),           0, 0,    NULL},
{"keepalive",   OH_CONF_SECONDS_OFF, TRUNK(keepalive_s), 5, HOUR, NULL},
{"number_format", OH_CONF_WORD,    TRUNK(number_format),  0, 0,    formatv},
{"options",     OH_CONF_SECONDS_OFF, TRUNK(options_s),   5, HOUR, NULL},
SECRET("password", TRUNK, password),
{"port",        OH_CONF_PORT,      TRUNK(port),           0, 0,    NULL},
{"prefix",      OH_CONF_DIALLED,   TRUNK(prefix),         0, 0,    NULL},
{"proxy",       OH_CONF_HOST_PORT, TRUNK(proxy),          0, 0,    NULL},
{"public_address", OH_CONF_ADDRESS, TRUNK(public_address), 0, 0,   NULL},
{"refer",       OH_CONF_BOOL,      TRUNK(refer),          0, 0,    switchv},
{"refresher",   OH_CONF_WORD,      TRUNK(refresher),      0, 0,    refresherv},
{"register",    OH_CONF_WORD,      TRUNK(reg),            0, 0,    registerv},
{"reply_timeout", OH_CONF_MS,      TRUNK(reply_ms),       1, 32,   NULL},
{"server",      OH_CONF_HOST,      TRUNK(server),         0, 0,    NULL},
{"session_expires", OH_CONF_SECONDS_OFF, TRUNK(session_s), 90, 24 * HOUR,
								   NULL},
{"srtp",        OH_CONF_WORD,      TRUNK(srtp),           0, 0,    srtpv},
{"srtp_keys",   OH_CONF_WORD,      TRUNK(srtp_keys),      0, 0,    srtpkeyv},
{"strip",       OH_CONF_STRIPPED,  TRUNK(strip),          0, 0,    NULL},
{"stun",        OH_CONF_HOST_PORT, TRUNK(stun),           0, 0,    NULL},
{"tls_ca",      OH_CONF_PATH,      TRUNK(tls_ca),         0, 0,    NULL},
{"tls_cert",    OH_CONF_PATH,      TRUNK(tls_cert),       0, 0,    NULL},
{"tls_key",     OH_CONF_PATH,      TRUNK(tls_key),        0, 0,    NULL},
{"tls_name",    OH_CONF_HOST,      TRUNK(tls_name),       0, 0,    NULL},
{"transport",   OH_CONF_WORD,      TRUNK(transport),      0, 0,    transportv},
{"trusted",     OH_CONF_BOOL,      TRUNK(trusted),        0, 0,    boolv},
{"user",        OH_CONF_USER,      TRUNK(user),           0, 0,    NULL},
{NULL, OH_CONF_TEXT, 0, 0, 0, 0, NULL}
};

static const struct oh_conf_key carrierv[] = {
{"api_version", OH_CONF_VERSION,  CARRIER(api_version),  0, 0,     NULL},
{"ca_file",     OH_CONF_PATH,     CARRIER(ca_file),      0, 0,     NULL},
SECRET("connection", CARRIER, connection),
{"connection_string", OH_CONF_SECRET, 0, 0,              0, 0,
							      connectionv},
{"endpoint",    OH_CONF_ENDPOINT, CARRIER(endpoint),     0, 0,     NULL},
SECRET("key",        CARRIER, key),
{"monthly_cap", OH_CONF_MONEY,    CARRIER(monthly_cap),  0, 0,     NULL},
{"numbers",     OH_CONF_NUMBERS,  CARRIER(numbers),      0, 0,     NULL},
{"numbers_file", OH_CONF_PATH,    CARRIER(numbers_file), 0, 0,     NULL},
{"timeout",     OH_CONF_MS,       CARRIER(timeout_ms),   1, 600,   NULL},
SECRET("token",      CARRIER, token),
{"type",        OH_CONF_WORD,     CARRIER(type),         0, 0,     typev},
{NULL, OH_CONF_TEXT, 0, 0, 0, 0, NULL}
};

static const struct oh_conf_key routev[] = {
{"caller_id",   OH_CONF_CALLER_ID, ROUTE(caller_id),      0, 0,    NULL},
{"description", OH_CONF_TEXT,      ROUTE(description),    0, 0,    NULL},
{"order",       OH_CONF_WORD,      ROUTE(order),          0, 0,    orderv},
{"pattern",     OH_CONF_PATTERN,   ROUTE(pattern),        0, 0,    NULL},
{"trunks",      OH_CONF_SHARES,    ROUTE(trunks),         0, 0,    NULL},
{NULL, OH_CONF_TEXT, 0, 0, 0, 0, NULL}
};

static const struct oh_conf_key inboundv[] = {
{"answer",      OH_CONF_BOOL,     INBOUND(answer),       0, 0,     boolv},
{"description", OH_CONF_TEXT,     INBOUND(description),  0, 0,     NULL},
{"forward",     OH_CONF_TARGET,   INBOUND(forward),      0, 0,     NULL},
{"from",        OH_CONF_PATTERN,  INBOUND(from),         0, 0,     NULL},
{"pattern",     OH_CONF_PATTERN,  INBOUND(pattern),      0, 0,     NULL},
{"reject",      OH_CONF_WORD,     INBOUND(reject),       0, 0,     rejectv},
{"show_caller", OH_CONF_BOOL,     INBOUND(show_caller),  0, 0,     boolv},
{"trunk",       OH_CONF_NAMES,    INBOUND(trunk),        0, 0,     NULL},
{NULL, OH_CONF_TEXT, 0, 0, 0, 0, NULL}
};

/* Any name is a key of theirs. */
static const struct oh_conf_key nonev[] = {
{NULL, OH_CONF_TEXT, 0, 0, 0, 0, NULL}
};

#define FITS(v) (sizeof(v) / sizeof((v)[0]) <= OH_CONF_KEYS_MAX)
_Static_assert(FITS(answerv) && FITS(cdrv) && FITS(detectv) && FITS(dialv) &&
	       FITS(guardv) && FITS(phonev) && FITS(speechv) &&
	       FITS(tracev) && FITS(trunkv) && FITS(carrierv) &&
	       FITS(routev) && FITS(inboundv),
	       "OH_CONF_KEYS_MAX is too small");
_Static_assert(sizeof(enum oh_conf_transport) == sizeof(int) &&
	       sizeof(enum oh_conf_carrier_type) == sizeof(int) &&
	       sizeof(enum oh_conf_caller_format) == sizeof(int) &&
	       sizeof(enum oh_conf_order) == sizeof(int) &&
	       sizeof(enum oh_conf_emergency) == sizeof(int) &&
	       sizeof(enum oh_conf_reject) == sizeof(int) &&
	       sizeof(enum oh_conf_frames) == sizeof(int) &&
	       sizeof(enum oh_conf_srtp) == sizeof(int) &&
	       sizeof(enum oh_conf_srtp_keys) == sizeof(int) &&
	       sizeof(enum oh_number_format) == sizeof(int),
	       "OH_CONF_WORD is kept as an int");


#define ONCE(name, keyv) { name, keyv, 0, 0, 0, false, false, 0, NULL }
#define PAIRS(name, count, items) \
	{ name, nonev, 0, offsetof(struct oh_conf, count), \
	  offsetof(struct oh_conf, items), false, true, 0, NULL }
#define ITEMS(name, keyv, max, count, items, grows, init) \
	{ name, keyv, max, offsetof(struct oh_conf, count), \
	  offsetof(struct oh_conf, items), grows, false, sizeof(init), \
	  &init }
#define NAMED(name, keyv, max, count, items, init) \
	ITEMS(name, keyv, max, count, items, false, init)
#define GROWING(name, keyv, max, count, items, init) \
	ITEMS(name, keyv, max, count, items, true, init)

const struct oh_conf_section oh_conf_sectionv[OH_CONF_SECTIONS] = {
	[OH_CONF_ANSWER]  = ONCE("answer", answerv),
	[OH_CONF_CDR]     = ONCE("cdr",    cdrv),
	[OH_CONF_COLORS]  = PAIRS("colors", colorc, colorv),
	[OH_CONF_DETECT]  = ONCE("detect", detectv),
	[OH_CONF_DIAL]    = ONCE("dial",   dialv),
	[OH_CONF_GUARD]   = ONCE("guard",  guardv),
	[OH_CONF_KEYS]    = PAIRS("keys", boundc, boundv),
	[OH_CONF_PHONE]   = ONCE("phone",  phonev),
	[OH_CONF_SPEECH]  = ONCE("speech", speechv),
	[OH_CONF_TRACE]   = ONCE("trace",  tracev),
	[OH_CONF_TRUNK]   = NAMED("trunk", trunkv, OH_CONF_TRUNKS_MAX,
				  trunkc, trunkv, oh_conf_trunk_default),
	[OH_CONF_CARRIER] = NAMED("carrier", carrierv, OH_CONF_CARRIERS_MAX,
				  carrierc, carrierv,
				  oh_conf_carrier_default),
	[OH_CONF_ROUTE]   = GROWING("route", routev, OH_CONF_ROUTES_MAX,
				    routec, routev, oh_conf_route_default),
	[OH_CONF_INBOUND] = GROWING("inbound", inboundv,
				    OH_CONF_INBOUNDS_MAX, inboundc, inboundv,
				    oh_conf_inbound_default),
};


/**
 * Find a key of a section
 *
 * @param sec  Section
 * @param name Name of the key
 *
 * @return Static key, or NULL
 */
const struct oh_conf_key *oh_conf_key_find(const struct oh_conf_section *sec,
					   const char *name)
{
	for (const struct oh_conf_key *k = sec->keyv; k->name; k++) {
		if (0 == strcmp(k->name, name))
			return k;
	}

	return NULL;
}


static unsigned lesser(unsigned a, unsigned b)
{
	return a < b ? a : b;
}


/* Letters to insert, drop or change to make one word of the other
   (Levenshtein), row by row */
static unsigned distance(const char *a, const char *b)
{
	unsigned row[NEAR_SIZE];
	size_t blen = strlen(b);

	if (blen >= NEAR_SIZE || strlen(a) >= NEAR_SIZE)
		return NEAR_SIZE;

	for (unsigned i = 0; i <= blen; i++)
		row[i] = i;
	for (unsigned i = 0; a[i]; i++) {
		unsigned diagonal = row[0];

		row[0] = i + 1;
		for (size_t j = 0; j < blen; j++) {
			unsigned changed = diagonal + (a[i] != b[j]);

			diagonal = row[j + 1];
			row[j + 1] = lesser(changed,
					    lesser(row[j], diagonal) + 1);
		}
	}

	return row[blen];
}


/**
 * Find the key that was probably meant
 *
 * @param sec  Section
 * @param name What was written
 *
 * @return Static name of a similar key, or NULL
 */
const char *oh_conf_key_near(const struct oh_conf_section *sec,
			     const char *name)
{
	unsigned least = NEAR_MAX + 1;
	const char *best = NULL;

	for (const struct oh_conf_key *k = sec->keyv; k->name; k++) {
		unsigned d = distance(name, k->name);

		if (d < least) {
			least = d;
			best = k->name;
		}
	}

	return best;
}


/**
 * Find the section that was probably meant
 *
 * @param name What was written
 *
 * @return Similar section (static), or NULL
 */
const struct oh_conf_section *oh_conf_section_near(const char *name)
{
	for (size_t i = 0; i < OH_CONF_SECTIONS; i++) {
		if (distance(name, oh_conf_sectionv[i].name) <= NEAR_MAX)
			return &oh_conf_sectionv[i];
	}

	return NULL;
}
