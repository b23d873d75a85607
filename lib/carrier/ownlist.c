/**
 * @file ownlist.c  One's own numbers as text
 */
#include "base/compat.h"
#include "base/money.h"
#include "carrier/ownlist.h"
#include "carrier/word.h"
#include "number/number.h"
#include "number/plan.h"

enum { NUMBER, COUNTRY, TYPE, CALLING, SMS, ASSIGNMENT, COST, CURRENCY,
       FIELDS };

/** The fields of a row, each terminated within text */
struct row {
	char        text[OH_OWNLIST_LINE];
	const char *fieldv[FIELDS];
};

/* Without blanks around it, then without the quotes of a spreadsheet */
static char *trim(char *s, char *end)
{
	static const char blank[] = " \t\r\n";

	while (s < end && strchr(blank, *s))
		s++;
	while (end > s && strchr(blank, end[-1]))
		end--;
	if (end - s >= 2 && *s == '"' && end[-1] == '"') {
		s++;
		end--;
	}
	*end = '\0';

	return s;
}

static const char *split(struct row *row, const char *line)
{
	char *p = row->text;
	int n;

	if (strlen(line) >= sizeof(row->text))
		return "the line is too long";
	str_ncpy(row->text, line, sizeof(row->text));

	for (n = 0; p && n < FIELDS; n++) {
		char *comma = strchr(p, ',');
		char *end = comma ? comma : p + strlen(p);

		row->fieldv[n] = trim(p, end);
		p = comma ? comma + 1 : NULL;
	}
	for (; n < FIELDS; n++)
		row->fieldv[n] = "";

	return p ? "more than eight columns" : NULL;
}

static const char *take_number(struct oh_owned *o, const char *text)
{
	const char *why = "not an E.164 number";
	struct oh_number n;
	const struct oh_plan *plan;

	if (*text != '+' || oh_number_parse(&n, text, NULL, &why))
		return why;
	if (n.kind != OH_NUMBER_E164 || *n.ext)
		return "not an E.164 number";

	str_ncpy(o->number, n.text, sizeof(o->number));
	plan = oh_plan_of(&n);
	if (plan)
		str_ncpy(o->country, plan->iso, sizeof(o->country));
	if (oh_plan_class(&n) == OH_PLAN_TOLL_FREE)
		o->type = OH_TYPE_TOLL_FREE;

	return NULL;
}

static const char *take_country(struct oh_owned *o, const char *text)
{
	const struct oh_plan *plan = oh_plan_find(text);

	if (!*text)
		return NULL;
	if (!plan)
		return "no such country";
	str_ncpy(o->country, plan->iso, sizeof(o->country));

	return NULL;
}

static const char *take_words(struct oh_owned *o, const struct row *row)
{
	const char *const *f = row->fieldv;

	if (*f[TYPE] && oh_word_type_parse(&o->type, f[TYPE]))
		return "type: not geographic, toll-free or mobile";
	if (*f[CALLING] &&
	    oh_word_capability_parse(&o->caps.calling, f[CALLING]))
		return "calling: not none, inbound, outbound or both";
	if (*f[SMS] && oh_word_capability_parse(&o->caps.sms, f[SMS]))
		return "sms: not none, inbound, outbound or both";
	if (*f[ASSIGNMENT] &&
	    oh_word_assignment_parse(&o->assignment, f[ASSIGNMENT]))
		return "assignment: not person or application";

	return NULL;
}

static const char *take_cost(struct oh_owned *o, const struct row *row)
{
	const char *cost = row->fieldv[COST];
	const char *currency = row->fieldv[CURRENCY];

	if (!*cost && !*currency)
		return NULL;
	if (strlen(currency) != 3)
		return "currency: not three letters";
	if (oh_money_parse(&o->cost, *cost ? cost : "0", currency))
		return "monthly cost: not an amount";

	return NULL;
}

static bool is_skipped(const char *line)
{
	line += strspn(line, " \t\r\n");

	return !*line || *line == '#' || *line == ';';
}

/**
 * Read one number of one's own
 *
 * What is not said follows from the number (country, toll-free); it can be
 * called and calls, and has no SMS.
 *
 * @param o    The number; unspecified after an error
 * @param line A number in E.164, or a row of CSV
 * @param whyp Set to a static text on failure; may be NULL
 *
 * @return 0; ENOENT: a blank line, a comment or the header; EBADMSG
 */
int oh_ownlist_parse(struct oh_owned *o, const char *line, const char **whyp)
{
	const char *why;
	struct row row;

	memset(o, 0, sizeof(*o));
	o->caps.calling = OH_CAPABLE_BOTH;
	o->caps.sms     = OH_CAPABLE_NONE;

	if (is_skipped(line))
		return ENOENT;
	why = split(&row, line);
	if (!why && 0 == strcasecmp(row.fieldv[NUMBER], "number"))
		return ENOENT;
	if (!why)
		why = take_number(o, row.fieldv[NUMBER]);
	if (!why)
		why = take_country(o, row.fieldv[COUNTRY]);
	if (!why)
		why = take_words(o, &row);
	if (!why)
		why = take_cost(o, &row);
	if (why && whyp)
		*whyp = why;

	return why ? EBADMSG : 0;
}
