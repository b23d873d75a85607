/**
 * @file pattern.c  Which numbers a voice route means
 *
 * PCRE2 does the work, under limits. What it has beyond .NET, or means
 * otherwise, is refused before. In a long table most patterns fail on the
 * first digits: which characters may stand there is found out once, by
 * asking PCRE2 for partial matches, and compared before a match is tried.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <errno.h>
#include <pcre2.h>
#include <string.h>
#include "base/compat.h"
#include "number/pattern.h"
#include "number/pattern_priv.h"


enum {
	HEAD        = 8,         /* First characters that are compared     */
	FRONT_MAX   = 16,        /* Beginnings followed while learning     */
	MATCH_LIMIT = 20000,     /* Steps of one match                     */
	DEPTH_LIMIT = 200,
	ANY         = 0xffff,
};

struct oh_pattern {
	pcre2_code          *code;
	pcre2_match_context *context;
	pcre2_match_data    *data;
	uint16_t             headv[HEAD];   /* Bits of symbols             */
};

/** Beginnings of one length that a pattern may match */
struct front {
	char   textv[FRONT_MAX][HEAD + 1];
	size_t c;
};

static const char symbols[] = "0123456789+*#";


static void destructor(void *arg)
{
	struct oh_pattern *p = arg;

	pcre2_match_data_free(p->data);
	pcre2_match_context_free(p->context);
	pcre2_code_free(p->code);
}


static int fault_at(struct oh_pattern_fault *f, size_t offset,
		    const char *why)
{
	f->offset = offset;
	str_ncpy(f->why, why, sizeof(f->why));

	return EBADMSG;
}


/* ------------------------------------------------------------ the language */

static const char *group_fault(const char *s)
{
	if (s[1] == '*')
		return "a '(' cannot begin with '*'";
	if (s[1] != '?' || (s[2] && strchr(":=!", s[2])))
		return NULL;
	if (s[2] == '<' && s[3] && strchr("=!", s[3]))
		return "look-behind is not supported";

	return "only (?:...), (?=...) and (?!...) begin with '(?'";
}


static const char *escape_fault(const char *s)
{
	if (!s[1])
		return "nothing stands behind '\\'";
	if (strchr("dDwWsSAzZ", s[1]) || !strchr("0123456789"
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", s[1]))
		return NULL;
	if (s[1] >= '1' && s[1] <= '9')
		return "references to a group are not supported";

	return "this escape is not supported: there are \\d \\w \\s \\A \\z "
		"\\Z and those of signs";
}


/* In a class: what POSIX, .NET and PCRE2 each mean otherwise */
static const char *class_fault(const char *s)
{
	if (*s == '[')
		return "a '[' within [...] is written '\\['";

	return *s == '\\' ? escape_fault(s) : NULL;
}


static bool is_quantifier(const char *s)
{
	return strchr("*+?}", *s) && s[1] == '+';
}


static const char *outside_fault(const char *s)
{
	if (*s == '\\')
		return escape_fault(s);
	if (*s == '(')
		return group_fault(s);
	if (*s && is_quantifier(s))
		return "a quantifier behind another: write '\\+' for the sign";

	return NULL;
}


static int check(struct oh_pattern_fault *f, const char *text)
{
	const char *open = NULL;

	for (const char *s = text; *s; s++) {
		const char *why = open ? class_fault(s) : outside_fault(s);

		if (*s < ' ' || *s > '~')
			why = "only ASCII stands in a pattern";
		if (why)
			return fault_at(f, (size_t)(s - text), why);
		if (*s == '\\')
			s++;
		else if (!open && *s == '[') {
			s += s[1] == '^';
			open = s + 1;
			/* A ']' that comes first stands for itself */
			s += s[1] == ']';
		}
		else if (open && *s == ']')
			open = NULL;
	}

	return 0;
}


/* ---------------------------------------------------------------- matching */

static int run(const struct oh_pattern *p, const char *text, size_t len,
	       uint32_t opts)
{
	return pcre2_match(p->code, (PCRE2_SPTR)text, len, 0, opts, p->data,
			   p->context);
}


/**
 * Tell whether a pattern matches at the beginning only
 *
 * @param p Pattern
 *
 * @return true if each of its alternatives is anchored there
 */
bool oh_pattern_is_anchored(const struct oh_pattern *p)
{
	uint32_t opts = 0;

	(void)pcre2_pattern_info(p->code, PCRE2_INFO_ALLOPTIONS, &opts);

	return opts & PCRE2_ANCHORED;
}


/**
 * Try a pattern at one place
 *
 * @param p     Pattern
 * @param text  Text, counted
 * @param len   Its length
 * @param start Where the match must begin
 * @param how   All of the pattern, or as much as there is text
 *
 * @return true if it matches so
 */
bool oh_pattern_try(const struct oh_pattern *p, const char *text, size_t len,
		    size_t start, enum oh_pattern_how how)
{
	uint32_t opts = PCRE2_ANCHORED |
		(how == OH_PATTERN_PARTIAL ? PCRE2_PARTIAL_HARD : 0);
	int rc = pcre2_match(p->code, (PCRE2_SPTR)text, len, start, opts,
			     p->data, p->context);

	return rc >= 0 || rc == PCRE2_ERROR_PARTIAL;
}


/* Those that may go on from one front; false: too many to follow */
static bool advance(const struct oh_pattern *p, struct front *f,
		    uint16_t *mask)
{
	const struct front from = *f;

	f->c = 0;
	for (size_t i = 0; i < from.c; i++) {
		for (size_t s = 0; symbols[s]; s++) {
			char text[HEAD + 1];
			int rc;

			snprintf(text, sizeof(text), "%s%c", from.textv[i],
				 symbols[s]);
			rc = run(p, text, strlen(text), PCRE2_PARTIAL_HARD);
			if (rc == PCRE2_ERROR_NOMATCH)
				continue;
			if (f->c == FRONT_MAX)
				return false;
			memcpy(f->textv[f->c++], text, sizeof(text));
			*mask |= (uint16_t)(1u << s);
		}
	}

	return true;
}


/* Only what must begin at the beginning has a head. */
static void learn(struct oh_pattern *p)
{
	struct front front = { .c = 1 };

	for (size_t i = 0; i < HEAD; i++)
		p->headv[i] = ANY;
	if (!oh_pattern_is_anchored(p))
		return;
	for (size_t i = 0; i < HEAD; i++) {
		uint16_t mask = 0;

		if (!advance(p, &front, &mask))
			return;
		p->headv[i] = mask;
	}
}


static uint16_t bit_of(char c)
{
	const char *s;

	if (c >= '0' && c <= '9')
		return (uint16_t)(1u << (c - '0'));
	s = strchr(symbols, c);

	return s ? (uint16_t)(1u << (s - symbols)) : ANY;
}


static bool has_head(const struct oh_pattern *p, const char *number)
{
	for (size_t i = 0; i < HEAD && number[i]; i++) {
		if (!(p->headv[i] & bit_of(number[i])))
			return false;
	}

	return true;
}


/**
 * Tell whether a number is meant
 *
 * @param p      Pattern; not used by two threads at once
 * @param number E.164 with "+", or a short number or code as dialled
 *
 * @return 0 if it is, ENOENT if not, ERANGE if it took too many steps to
 *         find out
 */
int oh_pattern_match(const struct oh_pattern *p, const char *number)
{
	int rc;

	if (!has_head(p, number))
		return ENOENT;
	rc = run(p, number, strlen(number), 0);
	if (rc >= 0)
		return 0;

	return rc == PCRE2_ERROR_NOMATCH ? ENOENT : ERANGE;
}


/**
 * Tell how far a number that is not meant comes
 *
 * @param p      Pattern
 * @param number Number
 *
 * @return Length of its longest beginning with which a number that is meant
 *         could begin; 0 if the pattern has no fixed beginning
 */
size_t oh_pattern_reach(const struct oh_pattern *p, const char *number)
{
	size_t len = strlen(number);

	if (!oh_pattern_is_anchored(p))
		return 0;
	while (len && PCRE2_ERROR_NOMATCH ==
	       run(p, number, len, PCRE2_PARTIAL_HARD))
		len--;

	return len;
}


static int compile(struct oh_pattern *p, const char *text, uint32_t opts,
		   struct oh_pattern_fault *f)
{
	PCRE2_SIZE offset = 0;
	int code = 0;

	p->code = pcre2_compile((PCRE2_SPTR)text, strlen(text),
				opts | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP,
				&code, &offset, NULL);
	if (!p->code && code == PCRE2_ERROR_NOMEMORY)
		return ENOMEM;
	if (!p->code) {
		(void)pcre2_get_error_message(code, (PCRE2_UCHAR *)f->why,
					      sizeof(f->why));
		f->offset = offset;
		return EBADMSG;
	}
	p->context = pcre2_match_context_create(NULL);
	p->data    = pcre2_match_data_create_from_pattern(p->code, NULL);
	if (!p->context || !p->data)
		return ENOMEM;
	(void)pcre2_set_match_limit(p->context, MATCH_LIMIT);
	(void)pcre2_set_depth_limit(p->context, DEPTH_LIMIT);

	return 0;
}


static int make(struct oh_pattern **pp, const char *text, uint32_t opts,
		struct oh_pattern_fault *fault)
{
	struct oh_pattern *p;
	int err;

	if (!pp || !text || !fault)
		return EINVAL;
	err = check(fault, text);
	if (err)
		return err;
	p = mem_zalloc(sizeof(*p), destructor);
	if (!p)
		return ENOMEM;
	err = compile(p, text, opts, fault);
	if (err) {
		mem_deref(p);
		return err;
	}
	learn(p);
	*pp = p;

	return 0;
}


/**
 * Compile a pattern
 *
 * @param pp    Set to the pattern; release with mem_deref()
 * @param text  Regular expression; not kept
 * @param fault Says where and what, when it is none, or not of the part of
 *              the language that is supported
 *
 * @return 0 if success, EBADMSG, ENOMEM
 */
int oh_pattern_alloc(struct oh_pattern **pp, const char *text,
		     struct oh_pattern_fault *fault)
{
	/* Groups only group: nobody asks what they took. */
	return make(pp, text, PCRE2_NO_AUTO_CAPTURE, fault);
}


/**
 * Compile a pattern whose groups will be asked for
 *
 * @param pp    As of oh_pattern_alloc()
 * @param text  The same
 * @param fault The same
 *
 * @return The same
 */
int oh_pattern_alloc_groups(struct oh_pattern **pp, const char *text,
			    struct oh_pattern_fault *fault)
{
	return make(pp, text, 0, fault);
}


/**
 * Count the groups of a pattern
 *
 * @param p Pattern
 *
 * @return Groups that oh_pattern_expand() knows
 */
unsigned oh_pattern_groups(const struct oh_pattern *p)
{
	uint32_t c = 0;

	(void)pcre2_pattern_info(p->code, PCRE2_INFO_CAPTURECOUNT, &c);

	return c;
}


/* What a "$" with this behind it stands for; of a match that has been made */
static void reference(const char **sp, size_t *np, const struct oh_pattern *p,
		      const char *number, const char *at)
{
	const PCRE2_SIZE *v = p ? pcre2_get_ovector_pointer(p->data) : NULL;
	unsigned i = (unsigned)(*at - '0');

	*sp = "";
	*np = 0;
	if (*at == '$' || i == 0) {
		*sp = i ? at : number;
		*np = i ? 1 : strlen(number);
	}
	else if (p && i <= oh_pattern_groups(p) && v[2 * i] != PCRE2_UNSET) {
		*sp = number + v[2 * i];
		*np = v[2 * i + 1] - v[2 * i];
	}
}


/**
 * Print a text with what the groups of a pattern took
 *
 * @param buf    Receives the text
 * @param size   Its size [bytes]
 * @param p      Pattern with groups that matches the number; NULL: of any
 *               number, and without groups
 * @param number Number
 * @param text   Text with "$0" to "$9" and "$$"; what took nothing is ""
 *
 * @return 0; ENOENT, ERANGE: as of oh_pattern_match(), or it does not fit
 */
int oh_pattern_expand(char *buf, size_t size, const struct oh_pattern *p,
		      const char *number, const char *text)
{
	int err = p ? oh_pattern_match(p, number) : 0;
	size_t len = 0;

	for (; !err && *text; text++) {
		const char *s = text;
		size_t n = 1;

		if (*text == '$' && text[1])
			reference(&s, &n, p, number, ++text);
		if (len + n >= size)
			err = ERANGE;
		else
			memcpy(buf + len, s, n);
		len += n;
	}
	if (!err)
		buf[len] = '\0';

	return err;
}
