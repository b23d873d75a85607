/**
 * @file lookup.c  What a number is, and whose
 *
 * The operators are made up; their mobile network codes are those of test
 * networks (ITU-T E.212: 001).
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "carrier/encode.h"
#include "number/plan.h"
#include "simrest/body.h"
#include "simrest/handlers.h"
#include "simrest/reply.h"
#include "simrest/stock.h"

enum { GROUP = 3 };     /* digits; the last group may have one more */

static const char *const operatorv[] = {
	"Harbour Telecom", "Juniper Voice", "Lantern Networks",
	"Meridian Mobile",
};

/* Where mobile numbers begin, in the countries of the stock */
static const char *const mobilev[] = {
	"447", "4915", "4916", "4917", "336", "337", "467", "614",
};

/* "207 946 0018" */
static size_t print_groups(char *buf, size_t size, const char *digits)
{
	size_t n = 0, left = strlen(digits);

	for (unsigned in = 0; left && n + 2 < size; left--) {
		if (in == GROUP && left > 1) {
			buf[n++] = ' ';
			in = 0;
		}
		buf[n++] = *digits++;
		in++;
	}
	buf[n] = '\0';

	return n;
}

static int print_nanp(struct oh_operator *o)
{
	const char *d = o->number + 2;

	if (re_snprintf(o->national, sizeof(o->national),
			"+1 (%b) %b-%s", d, (size_t)3, d + 3, (size_t)3,
			d + 6) < 0)
		return ERANGE;

	return re_snprintf(o->international, sizeof(o->international),
			   "+1 %b %b %s", d, (size_t)3, d + 3, (size_t)3,
			   d + 6) < 0 ? ERANGE : 0;
}

static int print_forms(struct oh_operator *o, const struct oh_plan *plan)
{
	const char *cc = plan ? plan->cc : "";
	char groups[OH_MODEL_NAME];

	if (0 == strcmp(cc, "1") && strlen(o->number) == strlen("+1") + 10)
		return print_nanp(o);

	(void)print_groups(groups, sizeof(groups),
			   o->number + 1 + strlen(cc));
	if (re_snprintf(o->national, sizeof(o->national), "%s%s",
			plan ? plan->trunk : "", groups) < 0)
		return ERANGE;

	return re_snprintf(o->international, sizeof(o->international),
			   "+%s%s%s", cc, *cc ? " " : "", groups) < 0
		? ERANGE : 0;
}

static bool is_mobile(const char *digits)
{
	for (size_t i = 0; i < ARRAY_SIZE(mobilev); i++) {
		if (0 == strncmp(digits, mobilev[i], strlen(mobilev[i])))
			return true;
	}

	return false;
}

/* A word of OperatorNumberType */
static const char *type_of(const struct oh_number *n,
			   const struct oh_plan *plan)
{
	const struct oh_stock *s = oh_stock_of(n->text);

	if (!plan)
		return "unknown";
	if (s ? s->type == OH_TYPE_TOLL_FREE
	      : oh_plan_class(n) != OH_PLAN_ORDINARY)
		return "other";

	return (s && s->type == OH_TYPE_MOBILE) || is_mobile(n->text + 1)
		? "mobile" : "geographic";
}

/* Always the same one for a number */
static void choose_operator(struct oh_operator *o)
{
	uint32_t i = hash_joaat_str(o->number) % ARRAY_SIZE(operatorv);

	str_ncpy(o->name, operatorv[i], sizeof(o->name));
	(void)re_snprintf(o->mnc, sizeof(o->mnc), "%02u", i + 1);
	str_ncpy(o->mcc, "001", sizeof(o->mcc));
}

static int look_up(struct oh_operator *o, struct oh_turn *t,
		   const char *text)
{
	const struct oh_plan *plan;
	struct oh_number n;

	memset(o, 0, sizeof(*o));
	if (oh_number_parse(&n, text, NULL, NULL) ||
	    n.kind != OH_NUMBER_E164 || strcmp(n.text, text))
		return oh_turn_refuse(t, "phoneNumbers",
				      "not a number in E.164 form");

	plan = oh_plan_of(&n);
	str_ncpy(o->number, n.text, sizeof(o->number));
	if (plan)
		str_ncpy(o->country, plan->iso, sizeof(o->country));
	str_ncpy(o->type, type_of(&n, plan), sizeof(o->type));
	choose_operator(o);

	return print_forms(o, plan);
}

/* Whether the client pays for all there is to know */
static int read_options(bool *detailsp, struct oh_turn *t)
{
	const struct cJSON *options = oh_body_find(t->json, "options");

	if (options && !cJSON_IsObject(options))
		return oh_turn_refuse(t, "options", "not an object");

	return oh_body_bool(detailsp, t, options,
			    "includeAdditionalOperatorDetails");
}

static int add_value(struct cJSON *values, struct oh_turn *t,
		     const char *text, bool details)
{
	struct oh_operator o;
	struct cJSON *json;
	int err;

	err = look_up(&o, t, text);
	if (err)
		return err;
	json = oh_encode_operator(&o, details);
	if (cJSON_AddItemToArray(values, json))
		return 0;
	cJSON_Delete(json);

	return ENOMEM;
}

/**
 * POST /operatorInformation/:search
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_lookup(struct oh_turn *t)
{
	const char *numberv[OH_MODEL_NUMBERS];
	struct cJSON *json = NULL, *values;
	bool details = false;
	size_t numberc;
	int err;

	err = oh_body_texts(numberv, &numberc, OH_MODEL_NUMBERS, t,
			    "phoneNumbers");
	if (!err)
		err = read_options(&details, t);
	if (err)
		return err;
	if (numberc == 0)
		return oh_turn_refuse(t, "phoneNumbers", "missing");

	json = cJSON_CreateObject();
	values = cJSON_AddArrayToObject(json, "values");
	for (size_t i = 0; !err && i < numberc; i++)
		err = add_value(values, t, numberv[i], details);
	if (err) {
		cJSON_Delete(json);
		return err;
	}

	return oh_reply_json(t->reply, 200, json);
}
