/**
 * @file test_decode.c  What the service says, and what it had better not
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "carrier/decode.h"
#include "test.h"

#define T_2026   1795435200000000ull     /* 2026-11-23T12:00:00Z */
#define MINUTE   60000000ull

#define CAPS "\"capabilities\":{\"calling\":\"outbound\",\"sms\":\"none\"}"
#define COST "\"cost\":{\"amount\":1,\"currencyCode\":\"USD\"," \
	"\"billingFrequency\":\"monthly\"}"
#define KIND "\"phoneNumberType\":\"geographic\"," \
	"\"assignmentType\":\"application\""

#define OWNED "{\"id\":\"14255550123\",\"phoneNumber\":\"+14255550123\"," \
	"\"countryCode\":\"US\"," KIND "," CAPS "," COST "," \
	"\"purchaseDate\":\"2026-11-23T12:00:00.0000000+00:00\"}"
#define OFFER "{\"searchId\":\"0ff4d1d7-1\"," \
	"\"phoneNumbers\":[\"+14255550123\",\"+14255550124\"]," KIND "," \
	CAPS "," COST ",\"searchExpiresBy\":\"2026-11-23T12:15:00Z\"," \
	"\"isAgreementToNotResellRequired\":false,\"errorCode\":0," \
	"\"error\":\"NoError\"}"
#define AVAILABLE "{\"id\":\"14255550123\",\"countryCode\":\"US\"," \
	"\"phoneNumber\":\"+14255550123\"," CAPS "," KIND "," COST "," \
	"\"status\":\"error\",\"isAgreementToNotResellRequired\":true," \
	"\"error\":{\"code\":\"FailedToReserveNumber\"," \
	"\"message\":\"taken\"}}"
#define RESERVATION "{\"id\":\"6227aeb8-8086-4824-9586-05cafe96f37b\"," \
	"\"expiresAt\":\"2026-11-23T12:15:00Z\",\"status\":\"active\"," \
	"\"phoneNumbers\":{\"14255550123\":" AVAILABLE "," \
	"\"14255550199\":null}}"
#define OPERATION "{\"operationType\":\"search\"," \
	"\"status\":\"succeeded\",\"resourceLocation\":" \
	"\"/availablePhoneNumbers/searchResults/0ff4?api-version=1\"," \
	"\"createdDateTime\":\"2026-11-23T12:00:00Z\"," \
	"\"id\":\"search_0ff4\",\"lastActionDateTime\":" \
	"\"2026-11-23T12:00:02Z\"}"
#define OPERATOR "{\"phoneNumber\":\"+14255550123\"," \
	"\"nationalFormat\":\"+1 (425) 555-0123\"," \
	"\"internationalFormat\":\"+1 425 555 0123\"," \
	"\"isoCountryCode\":\"US\",\"numberType\":\"geographic\"," \
	"\"operatorDetails\":{\"name\":\"Contoso\"," \
	"\"mobileNetworkCode\":\"155\",\"mobileCountryCode\":\"341\"}}"
#define LOCALITY "{\"localizedName\":\"Seattle\"," \
	"\"administrativeDivision\":{\"localizedName\":\"Washington\"," \
	"\"abbreviatedName\":\"WA\"}}"
#define COUNTRY "{\"localizedName\":\"Italy\",\"countryCode\":\"IT\"}"
#define AREA "{\"areaCode\":\"425\"}"
#define OFFERING "{" KIND ",\"availableCapabilities\":" \
	"{\"calling\":\"inbound+outbound\",\"sms\":\"none\"}," COST "}"

union model {
	struct oh_owned       owned;
	struct oh_country     country;
	struct oh_locality    locality;
	struct oh_area        area;
	struct oh_offering    offering;
	struct oh_offer       offer;
	struct oh_available   available;
	struct oh_reservation reservation;
	struct oh_operation   operation;
	struct oh_operator    operator;
};

typedef int (decode_h)(union model *m, const cJSON *json);

#define DECODE(name) \
static int decode_##name(union model *m, const cJSON *json) \
{ \
	return oh_decode_##name(&m->name, json); \
}

DECODE(owned)
DECODE(country)
DECODE(locality)
DECODE(area)
DECODE(offering)
DECODE(offer)
DECODE(available)
DECODE(reservation)
DECODE(operation)
DECODE(operator)

static const struct sample {
	decode_h   *decode;
	const char *text;
	const char *optional;      /* members that may be missing */
} samplev[] = {
	{ decode_owned,       OWNED,       "id purchaseDate"        },
	{ decode_country,     COUNTRY,     ""                       },
	{ decode_locality,    LOCALITY,    "administrativeDivision" },
	{ decode_area,        AREA,        ""                       },
	{ decode_offering,    OFFERING, "phoneNumberType assignmentType" },
	{ decode_offer,       OFFER,
	  "isAgreementToNotResellRequired errorCode error"          },
	{ decode_available,   AVAILABLE, "id phoneNumber cost status "
	  "isAgreementToNotResellRequired error"                    },
	{ decode_reservation, RESERVATION, "expiresAt phoneNumbers" },
	{ decode_operation,   OPERATION,
	  "resourceLocation lastActionDateTime"                     },
	{ decode_operator,    OPERATOR, "nationalFormat "
	  "internationalFormat isoCountryCode numberType operatorDetails" },
};

static union model *decode(decode_h *dh, const char *text)
{
	cJSON *json = cJSON_Parse(text);
	union model *m = malloc(sizeof(*m));
	int err;

	assert_non_null(json);
	assert_non_null(m);
	err = dh(m, json);
	if (err)
		fail_msg("%s: %d", text, err);
	cJSON_Delete(json);

	return m;
}

int test_decode_owned(void)
{
	union model *m = decode(decode_owned, OWNED);

	assert_string_equal(m->owned.number, "+14255550123");
	assert_string_equal(m->owned.country, "US");
	assert_int_equal(m->owned.type, OH_TYPE_GEOGRAPHIC);
	assert_int_equal(m->owned.assignment, OH_ASSIGN_APPLICATION);
	assert_int_equal(m->owned.caps.calling, OH_CAPABLE_OUTBOUND);
	assert_int_equal(m->owned.caps.sms, OH_CAPABLE_NONE);
	assert_int_equal(m->owned.bought_us, T_2026);
	assert_int_equal(m->owned.cost.micro, OH_MONEY_UNIT);
	assert_string_equal(m->owned.cost.currency, "USD");
	free(m);

	return 0;
}

int test_decode_offer(void)
{
	union model *m = decode(decode_offer, OFFER);

	assert_string_equal(m->offer.id, "0ff4d1d7-1");
	assert_int_equal(m->offer.numberc, 2);
	assert_string_equal(m->offer.numberv[1], "+14255550124");
	assert_int_equal(m->offer.expires_us, T_2026 + 15 * MINUTE);
	assert_false(m->offer.no_resell);
	assert_string_equal(m->offer.error, "NoError");
	free(m);

	return 0;
}

int test_decode_reservation(void)
{
	union model *m = decode(decode_reservation, RESERVATION);
	const struct oh_available *a = &m->reservation.numberv[0];

	assert_int_equal(m->reservation.status, OH_RES_ACTIVE);
	assert_int_equal(m->reservation.expires_us, T_2026 + 15 * MINUTE);
	assert_int_equal(m->reservation.numberc, 1);
	assert_string_equal(a->id, "14255550123");
	assert_int_equal(a->status, OH_AVAIL_ERROR);
	assert_true(a->no_resell);
	assert_string_equal(a->error_code, "FailedToReserveNumber");
	assert_string_equal(a->error_text, "taken");
	free(m);

	return 0;
}

int test_decode_operation(void)
{
	union model *m = decode(decode_operation, OPERATION);

	assert_int_equal(m->operation.type, OH_OP_SEARCH);
	assert_int_equal(m->operation.status, OH_OP_SUCCEEDED);
	assert_string_equal(m->operation.id, "search_0ff4");
	assert_string_equal(m->operation.resource, "/availablePhoneNumbers/"
			    "searchResults/0ff4?api-version=1");
	assert_int_equal(m->operation.created_us, T_2026);
	assert_int_equal(m->operation.changed_us, T_2026 + 2000000);
	assert_string_equal(m->operation.error_code, "");
	free(m);

	m = decode(decode_operation, "{\"operationType\":\"Purchase\","
		   "\"status\":\"Failed\",\"resourceLocation\":null,"
		   "\"createdDateTime\":\"2026-11-23T12:00:00Z\","
		   "\"id\":\"p\",\"error\":{\"code\":\"OutOfStock\","
		   "\"message\":\"none\\nleft\"}}");
	assert_int_equal(m->operation.type, OH_OP_PURCHASE);
	assert_int_equal(m->operation.status, OH_OP_FAILED);
	assert_string_equal(m->operation.resource, "");
	assert_string_equal(m->operation.error_code, "OutOfStock");
	assert_string_equal(m->operation.error_text, "none?left");
	free(m);

	return 0;
}

int test_decode_operator(void)
{
	union model *m = decode(decode_operator, OPERATOR);

	assert_string_equal(m->operator.national, "+1 (425) 555-0123");
	assert_string_equal(m->operator.international, "+1 425 555 0123");
	assert_string_equal(m->operator.country, "US");
	assert_string_equal(m->operator.type, "geographic");
	assert_string_equal(m->operator.name, "Contoso");
	assert_string_equal(m->operator.mnc, "155");
	assert_string_equal(m->operator.mcc, "341");
	free(m);

	m = decode(decode_operator, "{\"phoneNumber\":\"+14255550123\","
		   "\"isoCountryCode\":\"\",\"operatorDetails\":null}");
	assert_string_equal(m->operator.number, "+14255550123");
	assert_string_equal(m->operator.country, "");
	assert_string_equal(m->operator.name, "");
	free(m);

	return 0;
}

int test_decode_places(void)
{
	union model *m = decode(decode_locality, LOCALITY);

	assert_string_equal(m->locality.name, "Seattle");
	assert_string_equal(m->locality.division, "Washington");
	assert_string_equal(m->locality.abbreviation, "WA");
	free(m);

	m = decode(decode_country,
		   "{\"localizedName\":\"It\xc3\xa0lia\\u202e\\u001b\","
		   "\"countryCode\":\"it\"}");
	assert_string_equal(m->country.name, "It\xc3\xa0lia??");
	assert_string_equal(m->country.code, "IT");
	free(m);

	m = decode(decode_area, AREA);
	assert_string_equal(m->area.code, "425");
	free(m);

	m = decode(decode_offering, OFFERING);
	assert_int_equal(m->offering.caps.calling, OH_CAPABLE_BOTH);
	assert_int_equal(m->offering.type, OH_TYPE_GEOGRAPHIC);
	free(m);

	return 0;
}

/* id and number stand for each other, but do not differ. */
int test_decode_available_settles(void)
{
#define REST "\"countryCode\":\"US\"," KIND "," CAPS "}"
	cJSON *json = cJSON_Parse("{\"id\":\"14255550123\","
				  "\"phoneNumber\":\"+14255550124\"," REST);
	union model *m, *bad = malloc(sizeof(*bad));

	m = decode(decode_available, "{\"id\":\"14255550123\"," REST);
	assert_string_equal(m->available.number, "+14255550123");
	assert_string_equal(m->available.cost.currency, "");
	assert_int_equal(m->available.status, OH_AVAIL_UNKNOWN);
	free(m);
	m = decode(decode_available, "{\"phoneNumber\":\"+14255550123\","
		   REST);
	assert_string_equal(m->available.id, "14255550123");
	free(m);

	assert_int_equal(decode_available(bad, json), EBADMSG);
	cJSON_Delete(json);
	json = cJSON_Parse("{" REST);
	assert_int_equal(decode_available(bad, json), EBADMSG);
	cJSON_Delete(json);
	free(bad);

	return 0;
}

/* Whether a member may be left out of its object */
static bool is_optional(const struct sample *m, const char *name)
{
	const char *at = strstr(m->optional, name);
	size_t len = strlen(name);

	while (at && ((at != m->optional && at[-1] != ' ') ||
		      (at[len] && at[len] != ' ')))
		at = strstr(at + 1, name);

	return at != NULL;
}

static void assert_without(const struct sample *m, const char *name,
			   cJSON *instead, int err)
{
	union model *value = malloc(sizeof(*value));
	cJSON *json = cJSON_Parse(m->text);
	int got;

	assert_non_null(json);
	cJSON_DeleteItemFromObjectCaseSensitive(json, name);
	if (instead)
		cJSON_AddItemToObject(json, name, instead);
	got = m->decode(value, json);
	if (got != err)
		fail_msg("%s: %d without %s", m->text, got, name);
	cJSON_Delete(json);
	free(value);
}

/* Each member of each model missing, null, and of a wrong type */
int test_decode_members(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(samplev); i++) {
		const struct sample *m = &samplev[i];
		cJSON *json = cJSON_Parse(m->text), *item;

		cJSON_ArrayForEach(item, json) {
			const char *name = item->string;
			int err = is_optional(m, name) ? 0 : EBADMSG;

			assert_without(m, name, NULL, err);
			assert_without(m, name, cJSON_CreateNull(), err);
			if (i == 0 && !strcmp(name, "id"))
				continue;      /* never looked at */
			if (!strcmp(name, "errorCode"))
				continue;
			assert_without(m, name, cJSON_CreateNumber(1),
				       EBADMSG);
			assert_without(m, name,
				       cJSON_Parse("[[{\"a\":[1]}]]"),
				       EBADMSG);
		}
		cJSON_Delete(json);
	}
	return 0;
}

int test_decode_no_object(void)
{
	static const char *const v[] = {
		"null", "1", "\"x\"", "[]", "[{}]", "{}", "true",
	};
	union model *m = malloc(sizeof(*m));

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		cJSON *json = cJSON_Parse(v[i]);

		for (size_t k = 0; k < ARRAY_SIZE(samplev); k++)
			assert_int_equal(samplev[k].decode(m, json), EBADMSG);
		cJSON_Delete(json);
	}
	assert_int_equal(samplev[0].decode(m, NULL), EBADMSG);
	free(m);

	return 0;
}

#define X16 "xxxxxxxxxxxxxxxx"
#define X96 X16 X16 X16 X16 X16 X16
#define MONEY(a, c, f) "{\"amount\":" a ",\"currencyCode\":" c \
	",\"billingFrequency\":" f "}"

/* One member of one model replaced */
static const struct {
	decode_h *dh; const char *name, *value;
} badv[] = {
	{ decode_owned, "phoneNumber", "\"14255550123\""       },
	{ decode_owned, "phoneNumber", "\"+142555\""           },
	{ decode_owned, "phoneNumber", "\"+1425555012345678\"" },
	{ decode_owned, "phoneNumber", "\"+04255550123\""      },
	{ decode_owned, "phoneNumber", "\"+1425555012a\""      },
	{ decode_owned, "phoneNumber", "\"+1 4255550123\""     },
	{ decode_owned, "phoneNumber", "\"\""                  },
	{ decode_owned, "countryCode", "\"USA\""               },
	{ decode_owned, "countryCode", "\"U\""                 },
	{ decode_owned, "countryCode", "\"U1\""                },
	{ decode_owned, "countryCode", "\"\xc3\xa0\""          },
	{ decode_owned, "phoneNumberType", "\"landline\""      },
	{ decode_owned, "assignmentType",  "\"\""              },
	{ decode_owned, "purchaseDate",    "\"yesterday\""     },
	{ decode_owned, "capabilities", "{\"calling\":\"none\"}" },
	{ decode_owned, "capabilities",
	  "{\"calling\":\"none\",\"sms\":\"in\"}"              },
	{ decode_owned, "cost", MONEY("-1", "\"USD\"",
				      "\"monthly\"")           },
	{ decode_owned, "cost", MONEY("1e400", "\"USD\"",
				      "\"monthly\"")           },
	{ decode_owned, "cost", MONEY("1e15", "\"USD\"",
				      "\"monthly\"")           },
	{ decode_owned, "cost", MONEY("\"1\"", "\"USD\"",
				      "\"monthly\"")           },
	{ decode_owned, "cost", MONEY("1", "\"\"",
				      "\"monthly\"")           },
	{ decode_owned, "cost", MONEY("1", "\"dollar\"",
				      "\"monthly\"")           },
	{ decode_owned, "cost", MONEY("1", "null",
				      "\"monthly\"")           },
	{ decode_owned, "cost", MONEY("1", "\"USD\"",
				      "\"yearly\"")            },
	{ decode_owned, "cost", "{}"                           },
	{ decode_country,  "localizedName", "\"" X96 "\""      },
	{ decode_area,     "areaCode",      "\"" X16 "\""      },
	{ decode_area,     "areaCode",      "\"4 5\""          },
	{ decode_area,     "areaCode",      "\"\""             },
	{ decode_locality, "administrativeDivision",
	  "{\"abbreviatedName\":\"" X16 "\"}"                  },
	{ decode_offer, "searchId", "\"" X96 X16 X16 "\""      },
	{ decode_offer, "searchId", "\"a\\u000ab\""            },
	{ decode_offer, "searchId", "\"a\xc3\xa0\""            },
	{ decode_offer, "phoneNumbers", "{}"                   },
	{ decode_offer, "phoneNumbers", "[1]"                  },
	{ decode_offer, "phoneNumbers", "[null]"               },
	{ decode_offer, "phoneNumbers", "[\"+1\"]"             },
	{ decode_offer, "searchExpiresBy",
	  "\"0001-01-01T00:00:00Z\""                           },
	{ decode_offer, "isAgreementToNotResellRequired",
	  "\"false\""                                          },
	{ decode_available, "id", "\"+14255550123\""           },
	{ decode_available, "id", "\"14255550124\""            },
	{ decode_available, "status", "\"sold\""               },
	{ decode_reservation, "status", "\"gone\""             },
	{ decode_reservation, "phoneNumbers", "[]"             },
	{ decode_reservation, "phoneNumbers",
	  "{\"14255550124\":" AVAILABLE "}"                    },
	{ decode_reservation, "phoneNumbers",
	  "{\"a\":" AVAILABLE "}"                              },
	{ decode_reservation, "phoneNumbers",
	  "{\"14255550123\":{}}"                               },
	{ decode_operation, "operationType", "\"steal\""       },
	{ decode_operation, "status", "\"cancelled\""          },
	{ decode_operation, "resourceLocation", "\"a b\""      },
	{ decode_operation, "error", "\"OutOfStock\""          },
	{ decode_operation, "error", "{\"code\":5}"            },
	{ decode_operator, "operatorDetails",
	  "{\"mobileNetworkCode\":\"12345678\"}"               },
	{ decode_operator, "isoCountryCode", "\"1A\""          },
};

int test_decode_refuses(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(badv); i++) {
		const struct sample *m = samplev;
		cJSON *json = cJSON_Parse(badv[i].value);

		if (!json)
			fail_msg("%s", badv[i].value);
		while (m->decode != badv[i].dh)
			m++;
		assert_without(m, badv[i].name, json, EBADMSG);
	}
	return 0;
}

/* As many as the limit are taken, one more is not. */
int test_decode_too_many(void)
{
	union model *m = malloc(sizeof(*m));
	cJSON *offer = cJSON_Parse(OFFER), *res = cJSON_Parse(RESERVATION);
	cJSON *list = cJSON_CreateArray(), *map = cJSON_CreateObject();

	cJSON_ReplaceItemInObjectCaseSensitive(offer, "phoneNumbers", list);
	cJSON_ReplaceItemInObjectCaseSensitive(res, "phoneNumbers", map);
	for (int i = 0; i <= OH_MODEL_NUMBERS; i++) {
		cJSON *a = cJSON_Parse("{" REST);
		char text[OH_NUMBER_SIZE];

		assert_int_equal(decode_offer(m, offer), 0);
		assert_int_equal(m->offer.numberc, i);
		assert_int_equal(decode_reservation(m, res), 0);
		assert_int_equal(m->reservation.numberc, i);

		(void)snprintf(text, sizeof(text), "+1425555%04d", i);
		cJSON_AddItemToArray(list, cJSON_CreateString(text));
		cJSON_AddItemToObject(map, text + 1, a);
	}
	assert_int_equal(decode_offer(m, offer), EBADMSG);
	assert_int_equal(decode_reservation(m, res), EBADMSG);
	cJSON_Delete(offer);
	cJSON_Delete(res);
	free(m);

	return 0;
}

int test_decode_no_date(void)
{
	cJSON *json = cJSON_Parse(OWNED);
	struct oh_owned o;

	cJSON_ReplaceItemInObjectCaseSensitive(json, "purchaseDate",
			cJSON_CreateString("0001-01-01T00:00:00+00:00"));
	assert_int_equal(oh_decode_owned(&o, json), 0);
	assert_int_equal(o.bought_us, 0);
	cJSON_Delete(json);

	return 0;
}

int test_decode_caps(void)
{
	cJSON *json = cJSON_Parse("{\"calling\":\"inbound+outbound\"}");
	struct oh_capabilities c;

	assert_int_equal(oh_decode_caps(&c, json), 0);
	assert_int_equal(c.calling, OH_CAPABLE_BOTH);
	assert_int_equal(c.sms, OH_CAPABLE_ANY);
	cJSON_Delete(json);
	assert_int_equal(oh_decode_caps(&c, NULL), EBADMSG);

	return 0;
}

int test_decode_error(void)
{
	static const struct { const char *body, *code, *text; } v[] = {
		{ "{\"error\":{\"code\":\"NotFound\",\"message\":\"m\","
		  "\"target\":1}}", "NotFound", "m"                  },
		{ "{\"error\":{\"code\":\"Denied\"}}", "Denied", ""  },
		{ "{\"error\":{\"code\":\"D\\u001b\",\"message\":2}}",
		  "D?", ""                                           },
		{ "{\"error\":{\"code\":\"\"}}", NULL, NULL          },
		{ "{\"error\":{\"message\":\"m\"}}", NULL, NULL      },
		{ "{\"error\":\"Denied\"}", NULL, NULL               },
		{ "{\"code\":\"Denied\"}", NULL, NULL                },
		{ "[]", NULL, NULL }, { "null", NULL, NULL           },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		char code[OH_MODEL_NAME], text[OH_MODEL_TEXT];
		cJSON *json = cJSON_Parse(v[i].body);
		int err = oh_decode_error(code, text, json);

		assert_int_equal(err, v[i].code ? 0 : ENOENT);
		if (!err) {
			assert_string_equal(code, v[i].code);
			assert_string_equal(text, v[i].text);
		}
		cJSON_Delete(json);
	}
	return 0;
}

/* A long message is cut, and not within a character. */
int test_decode_error_long(void)
{
	char body[1024], code[OH_MODEL_NAME], text[OH_MODEL_TEXT];
	cJSON *json;
	size_t n;

	n = (size_t)snprintf(body, sizeof(body), "{\"error\":{\"code\":\"C\""
			     ",\"message\":\"");
	for (int i = 0; i < 200; i++, n += 2)
		memcpy(body + n, "\xc3\xa0", 2);
	memcpy(body + n, "\"}}", 4);
	json = cJSON_Parse(body);
	assert_int_equal(oh_decode_error(code, text, json), 0);
	assert_int_equal(strlen(text), OH_MODEL_TEXT - 2);
	cJSON_Delete(json);

	return 0;
}
