/**
 * @file number.c  A telephone number as a value
 *
 *   text -- scheme? --> "sip:" user part  --.
 *                       "tel:", plain text --> digits -- meaning --> value
 *
 * Two steps, kept apart: first the marks that people put between digits are
 * taken away, then the digits are given a meaning by the home country's
 * plan. Nothing is guessed: what has two meanings is refused, with a remedy.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "number/number.h"
#include "number/plan_priv.h"
#include "number/uri.h"


enum {
	DIGITS_MIN = 7,     /* of a global number; Niue and Ascension */
	DIGITS_MAX = 15,    /* E.164 6.1                              */
	NANP_DIGITS = 11,   /* 1, area code, seven digits             */
	SHORT_MIN = 2,      /* 15 and 17 in France                    */
	SHORT_MAX = 6,      /* 116117, 118xxx                         */
};


/** Digits with all marks taken away */
struct digits {
	char   text[OH_NUMBER_TEXT];   /**< [0-9*#], '+' in front only    */
	size_t len;
	size_t zero;                   /**< Where "(0)" stood, 0: nowhere */
};

/** One text being parsed */
struct parser {
	struct oh_number      n;
	const struct oh_plan *home;    /**< or NULL                       */
	const char           *why;
};


static int refuse(struct parser *p, const char *why)
{
	p->why = why;
	return EBADMSG;
}


static bool begins(const char *s, const char *prefix)
{
	return 0 == strncmp(s, prefix, strlen(prefix));
}


/* Bytes of the visual separator at s (RFC 3966 5.1.1, and what word
   processors make of blanks and hyphens), 0 if there is none */
static size_t separator_len(const char *s)
{
	static const char *const wide[] = {
		"\xc2\xa0",         /* U+00A0 no-break space        */
		"\xe2\x80\xaf",     /* U+202F narrow no-break space */
		"\xe2\x80\x91",     /* U+2011 non-breaking hyphen   */
	};

	if (*s && strchr(" \t().-/", *s))
		return 1;
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
		if (begins(s, wide[i]))
			return strlen(wide[i]);
	}

	return 0;
}


static int put(struct parser *p, struct digits *d, char c)
{
	if (c == '+' && d->len)
		return refuse(p, "'+' stands only in front");
	if (isalpha((unsigned char)c))
		return refuse(p, "letters are not dialled: write digits");
	if (!strchr("+0123456789*#", c))
		return refuse(p, "a character that is in no number");
	if (d->len + 1 >= sizeof(d->text))
		return refuse(p, "too many digits");

	d->text[d->len++] = c;
	d->text[d->len] = '\0';

	return 0;
}


static int take_digits(struct parser *p, struct digits *d, const char *s)
{
	int err = 0;

	memset(d, 0, sizeof(*d));
	while (*s && !err) {
		size_t skip = separator_len(s);

		if (d->len && begins(s, "(0)")) {
			if (d->zero)
				return refuse(p, "(0) stands there twice");
			d->zero = d->len;
			err = put(p, d, '0');
			s += 3;
		}
		else if (skip)
			s += skip;
		else
			err = put(p, d, *s++);
	}

	return err;
}


static int set_text(struct parser *p, enum oh_number_kind kind,
		    const char *text)
{
	p->n.kind = kind;
	snprintf(p->n.text, sizeof(p->n.text), "%s", text);

	return 0;
}


/* Country code, then digits */
static int set_global(struct parser *p, const char *s)
{
	size_t len = strlen(s);

	if (strspn(s, "0123456789") != len)
		return refuse(p, "'*' and '#' stand only in feature codes");
	if (*s == '0')
		return refuse(p, "a country code never begins with 0");
	if (len < DIGITS_MIN)
		return refuse(p, "too short for a telephone number");
	if (len > DIGITS_MAX)
		return refuse(p, "longer than 15 digits (E.164)");
	if (!oh_plan_match(s))
		return refuse(p, "no country has this country code");
	if (*s == '1' && (len != NANP_DIGITS || s[1] < '2' || s[4] < '2'))
		return refuse(p, "+1 is followed by an area code and seven "
			      "digits, neither beginning with 0 or 1");

	p->n.kind = OH_NUMBER_E164;
	snprintf(p->n.text, sizeof(p->n.text), "+%s", s);

	return 0;
}


/* "+44 (0)20": the national prefix, which is not dialled after +44. In
   Italy the 0 belongs to the number and stays. */
static int drop_zero(struct parser *p, struct digits *d, size_t off)
{
	const struct oh_plan *plan = oh_plan_match(d->text + off);
	char *zero = d->text + d->zero;

	if (!plan || d->zero != off + strlen(plan->cc))
		return refuse(p, "(0) stands only after the country code");
	if (0 == strcmp(plan->trunk, "0"))
		memmove(zero, zero + 1, strlen(zero));
	else if (strcmp(plan->cc, "39"))
		return refuse(p, "numbers of this country have no (0)");

	return 0;
}


static int parse_global(struct parser *p, struct digits *d, size_t off)
{
	int err = d->zero ? drop_zero(p, d, off) : 0;

	return err ? err : set_global(p, d->text + off);
}


static int parse_nanp(struct parser *p, const char *s, size_t len)
{
	char buf[OH_NUMBER_TEXT + 1];

	if (len == NANP_DIGITS && *s == '1')
		return set_global(p, s);
	if (len == 7)
		return refuse(p, "no area code: write all ten digits");

	snprintf(buf, sizeof(buf), "1%s", s);

	return set_global(p, buf);
}


static int parse_national(struct parser *p, const struct digits *d)
{
	char buf[OH_NUMBER_TEXT + 4];
	const char *s = d->text;

	if (d->zero)
		return refuse(p, "(0) stands only after the country code");
	if (d->len >= SHORT_MIN && d->len <= SHORT_MAX && *s != '0')
		return set_text(p, OH_NUMBER_SHORT, s);
	if (!p->home)
		return refuse(p, "no country code: write it as +..., or set "
			      "country in [dial], e.g. country = US");
	if (0 == strcmp(p->home->cc, "1"))
		return parse_nanp(p, s, d->len);
	if (!begins(s, p->home->trunk))
		return refuse(p, "no area code: begin with the national "
			      "prefix, or write it as +...");

	s += strlen(p->home->trunk);
	if (*s == '0' && *p->home->trunk == '0')
		return refuse(p, "this country does not dial abroad with 00: "
			      "write it as +...");

	snprintf(buf, sizeof(buf), "%s%s", p->home->cc, s);

	return set_global(p, buf);
}


static int parse_code(struct parser *p, const struct digits *d)
{
	if (*d->text != '*' && *d->text != '#')
		return refuse(p, "a feature code begins with '*' or '#'");
	if (d->len < SHORT_MIN)
		return refuse(p, "too short for a feature code");

	return set_text(p, OH_NUMBER_CODE, d->text);
}


static bool is_emergency(const struct parser *p, const struct digits *d)
{
	return oh_plan_is_emergency(d->text, p->home ? p->home->iso : NULL);
}


static int set_emergency(struct parser *p, const struct digits *d)
{
	return set_text(p, OH_NUMBER_SHORT, d->text + (*d->text == '+'));
}


static int parse_meaning(struct parser *p, struct digits *d)
{
	const char *intl = p->home ? p->home->intl : "00";

	if (d->len == 0)
		return refuse(p, "no digits in it");
	if (is_emergency(p, d))
		return set_emergency(p, d);
	if (*d->text == '+')
		return parse_global(p, d, 1);
	if (strpbrk(d->text, "*#"))
		return parse_code(p, d);
	if (begins(d->text, intl))
		return parse_global(p, d, strlen(intl));

	return parse_national(p, d);
}


static int take_ext(struct parser *p, const char *value)
{
	struct digits d;
	int err;

	err = take_digits(p, &d, value);
	if (err)
		return err;
	if (d.len == 0 || d.len >= sizeof(p->n.ext) || *d.text == '+')
		return refuse(p, "an extension is 1 to 15 digits");

	memcpy(p->n.ext, d.text, d.len + 1);

	return 0;
}


/* RFC 3966 5.1.5: the leading digits of a global number do not make a local
   one global; only a whole country code says what it means. */
static int take_context(struct parser *p, const char *value)
{
	const struct oh_plan *plan;
	struct digits d;
	int err;

	err = take_digits(p, &d, value);
	plan = err || *d.text != '+' ? NULL : oh_plan_match(d.text + 1);
	if (!plan || strcmp(plan->cc, d.text + 1))
		return refuse(p, "it is valid in its phone-context only: "
			      "write it as +...");
	p->home = plan;

	return 0;
}


/* ";ext=12;phone-context=+44": others are for somebody else */
static int take_params(struct parser *p, char *s)
{
	int err = 0;

	while (s && !err) {
		char *next = strchr(s, ';');

		if (next)
			*next++ = '\0';
		if (0 == strncasecmp(s, "ext=", 4))
			err = take_ext(p, s + 4);
		else if (0 == strncasecmp(s, "phone-context=", 14))
			err = take_context(p, s + 14);
		s = next;
	}

	return err;
}


static int parse_tel(struct parser *p, const char *text)
{
	char buf[OH_NUMBER_URI_SIZE];
	struct digits d;
	char *params;
	int err;

	snprintf(buf, sizeof(buf), "%s", text);
	params = strchr(buf, ';');
	if (params)
		*params++ = '\0';

	err = take_digits(p, &d, buf);
	if (err)
		return err;

	/* A call for help is one in every context. */
	err = take_params(p, params);
	if (err)
		return is_emergency(p, &d) ? set_emergency(p, &d) : err;

	return parse_meaning(p, &d);
}


static int parse_sip(struct parser *p, const char *text)
{
	char user[OH_NUMBER_URI_SIZE];
	struct digits d;
	char *params;
	int err;

	err = oh_uri_user(user, sizeof(user), text, &p->why);
	if (err)
		return err;

	snprintf(p->n.uri, sizeof(p->n.uri), "%s", text);
	params = strchr(user, ';');
	if (params)
		*params++ = '\0';

	if (take_digits(p, &d, user))
		return set_text(p, OH_NUMBER_URI, "");
	if (is_emergency(p, &d))
		return set_emergency(p, &d);

	err = take_params(p, params);
	if (!err && *d.text == '+' && !parse_global(p, &d, 1))
		return 0;

	return set_text(p, OH_NUMBER_URI, d.text);
}


static int parse(struct parser *p, const char *text)
{
	if (strlen(text) >= OH_NUMBER_URI_SIZE)
		return refuse(p, "too long");
	if (oh_uri_is_sip(text))
		return parse_sip(p, text);
	if (0 == strncasecmp(text, "tel:", 4))
		return parse_tel(p, text + 4);

	return parse_tel(p, text);
}


/**
 * Parse a telephone number as people write it
 *
 * @param n       Set on success only
 * @param text    "+1 425 555 0100", "011 44 20..", "tel:..", "sip:..", "*98"
 * @param country Home country (ISO 3166), or NULL or "": none
 * @param whyp    Set to a static text on failure; may be NULL
 *
 * @return 0 if success, EBADMSG if it is no number, EINVAL if the country
 *         is unknown (RFC 3966 for "tel:", RFC 3261 19.1 for "sip:")
 */
int oh_number_parse(struct oh_number *n, const char *text,
		    const char *country, const char **whyp)
{
	struct parser p = { .why = "no number" };
	int err;

	if (!n || !text)
		return EINVAL;
	if (country && *country) {
		p.home = oh_plan_find(country);
		if (!p.home) {
			if (whyp)
				*whyp = "the home country is unknown";
			return EINVAL;
		}
	}

	err = parse(&p, text);
	if (!err)
		*n = p.n;
	else if (whyp)
		*whyp = p.why;

	return err;
}


static int print_national(char *buf, size_t size, const char *digits,
			  const char *country)
{
	const struct oh_plan *home = oh_plan_find(country);
	size_t cc;

	if (!home)
		return -1;

	cc = strlen(home->cc);
	if (strncmp(digits, home->cc, cc))
		return snprintf(buf, size, "%s%s", home->intl, digits);

	/* In North America the 1 marks a toll call, and trunks want none. */
	return snprintf(buf, size, "%s%s", 0 == strcmp(home->cc, "1") ? ""
			: home->trunk, digits + cc);
}


/**
 * Print a number the way a trunk wants it
 *
 * Only global numbers have more than one form; a SIP URI is printed as it
 * was given.
 *
 * @param buf     Buffer
 * @param size    Size of buf [bytes]
 * @param n       Number
 * @param fmt     Form
 * @param country Home country, needed for OH_NUMBER_NATIONAL
 *
 * @return 0 if success, EINVAL without a number or the country it takes,
 *         ERANGE if buf is too small
 */
int oh_number_print(char *buf, size_t size, const struct oh_number *n,
		    enum oh_number_format fmt, const char *country)
{
	int len = -1;

	if (!buf || !size || !n || n->kind == OH_NUMBER_NONE)
		return EINVAL;

	if (n->kind == OH_NUMBER_URI)
		len = snprintf(buf, size, "%s", n->uri);
	else if (n->kind != OH_NUMBER_E164 || fmt == OH_NUMBER_PLUS_E164)
		len = snprintf(buf, size, "%s", n->text);
	else if (fmt == OH_NUMBER_BARE_E164)
		len = snprintf(buf, size, "%s", n->text + 1);
	else if (fmt == OH_NUMBER_00_E164)
		len = snprintf(buf, size, "00%s", n->text + 1);
	else if (fmt == OH_NUMBER_NATIONAL)
		len = print_national(buf, size, n->text + 1, country);

	if (len < 0)
		return EINVAL;

	return (size_t)len < size ? 0 : ERANGE;
}


/**
 * Tell whether two numbers reach the same telephone
 *
 * @param a First number
 * @param b Second number
 *
 * @return true if they do; how they were written does not count
 */
bool oh_number_equal(const struct oh_number *a, const struct oh_number *b)
{
	if (!a || !b || a->kind != b->kind || strcmp(a->ext, b->ext))
		return false;
	if (a->kind == OH_NUMBER_URI)
		return 0 == strcmp(a->uri, b->uri);

	return 0 == strcmp(a->text, b->text);
}


/**
 * Parse the name of a number format
 *
 * @param fp   Set on success only
 * @param text "+e164", "e164", "00e164" or "national", in any case
 *
 * @return 0 if success, EBADMSG if it is none of them
 */
int oh_number_format_parse(enum oh_number_format *fp, const char *text)
{
	static const struct {
		const char           *name;
		enum oh_number_format fmt;
	} tab[] = {
		{ "+e164",    OH_NUMBER_PLUS_E164 },
		{ "e164",     OH_NUMBER_BARE_E164 },
		{ "00e164",   OH_NUMBER_00_E164   },
		{ "national", OH_NUMBER_NATIONAL  },
	};

	if (!fp || !text)
		return EINVAL;

	for (size_t i = 0; i < sizeof(tab) / sizeof(tab[0]); i++) {
		if (0 == strcasecmp(tab[i].name, text)) {
			*fp = tab[i].fmt;
			return 0;
		}
	}

	return EBADMSG;
}
